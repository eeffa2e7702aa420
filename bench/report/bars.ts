import type { Bar, BenchReport, Figures, ZoneFigures } from './figures'

/** The bars of the first release: ratios, since they hold on any machine, and one absolute: memory. */
export function barsOf(sizes: readonly Figures[], zones: ZoneFigures): Bar[] {
  return [
    ...sizes.flatMap((figures) => {
      const of = (name: keyof Figures, beside: keyof Figures) =>
        (figures[name] ?? Number.NaN) / (figures[beside] ?? Number.NaN)
      const bar = (name: string, value: number, limit: Pick<Bar, 'atLeast' | 'atMost'>) =>
        judged({ name, conversations: figures.conversations, value, ...limit })
      return [
        bar('replay beside (a) bare COPY, queue and handling', of('replayAll', 'copyAll'), { atLeast: 0.4 }),
        bar('replay beside (a) bare COPY, one definition', of('replayOne', 'copyOne'), { atLeast: 0.4 }),
        bar('replay beside (b) plain SQL over jsonb', of('replayOne', 'sqlOne'), { atLeast: 3 }),
        bar('replay beside (c) one upsert a row, all', of('replayAll', 'upsertAll'), { atLeast: 20 }),
        bar('replay beside (c) one upsert a row, one', of('replayOne', 'upsertOne'), { atLeast: 20 }),
        bar('replay beside (c) with a commit a row, all', of('replayAll', 'upsertCommitAll'), {}),
        bar('two workers beside one', of('twoWorkersAll', 'replayAll'), {}),
        bar('unchanged range beside replay', of('unchangedRate', 'replayAll'), {}),
        bar('time of one in ten changed beside a replay', of('replayAll', 'changedRate'), {}),
        bar('time of one in a hundred changed beside a replay', of('replayAll', 'fewChangedRate'), {}),
        bar('log of an unchanged re-run beside a replay', of('walUnchangedKb', 'walReplayKb'), {
          atMost: 0.001,
        }),
        bar('log of one in ten changed beside a replay', of('walChangedKb', 'walReplayKb'), { atMost: 0.2 }),
        bar('staging beside knex merge, new rows', of('stagingNew', 'knexNew'), {}),
        bar('staging beside knex merge, same rows', of('stagingSame', 'knexSame'), {}),
        bar('staging beside knex merge, changed rows', of('stagingChanged', 'knexChanged'), {}),
        bar('replay of facts beside re-folding raw', of('replayAll', 'refoldRate'), {}),
        bar('peak memory of a worker, MB', figures.peakMegabytes ?? Number.NaN, { atMost: 512 }),
      ]
    }),
    judged({
      name: 'zone look-up beside luxon',
      conversations: null,
      value: zones.oursPerSecond / zones.luxonPerSecond,
      atLeast: 50,
    }),
  ]
}

function judged(bar: Omit<Bar, 'met'>): Bar {
  const { value, atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = bar
  return { ...bar, met: value >= atLeast && value <= atMost }
}

/** How each figure moved from the first size to the last; what was nothing moved by no factor. */
export function growthOf(sizes: readonly Figures[]): BenchReport['growth'] {
  const first = sizes[0]
  const last = sizes.at(-1)
  if (first === undefined || last === undefined || first === last) return {}
  const pairs = Object.entries(first).flatMap(([name, before]) => {
    const after = last[name as keyof Figures]
    if (before === null || after === null || before === 0) return []
    return [[name, after / before] as const]
  })
  return Object.fromEntries(pairs)
}
