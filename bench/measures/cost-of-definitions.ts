import { nameAndVersion } from '../../src/kpis/definition'
import { type Subject, type SubjectFacts, subjectId, subjectOf } from '../../src/kpis/subject'
import type { Store } from '../../src/store/open-store'
import { BinaryRows } from '../../src/store/results/binary-rows'
import { RowHashes } from '../../src/store/results/day-output'
import type { DefinitionToCompute } from '../../src/store/results/day-to-recompute'
import { DefinitionPass } from '../../src/store/results/replay-pass'
import { type ResultRow, UnknownNames, writeResultRow } from '../../src/store/results/result-row'
import { openSource } from '../../src/store/subjects/open-source'
import { dayNumber } from '../../src/time/local-date'
import { groupOf, groups } from '../groups'
import { definitionsOf } from '../lab/engine'
import { median } from '../lab/stopwatch'
import type { Cost } from '../report/figures'
import { allKpis, type SizeToMeasure, someDays } from '../size-to-measure'

/** So many conversations lie in memory while definitions take turns at them, or the nearest whole number of days. */
const wantedConversations = 20_000

type Measured = Exclude<Subject, 'agent-day'>

type FactsInMemory = Record<Measured, { key: number; facts: SubjectFacts[Subject] }[]>

/**
 * The processor time each definition costs a worker by itself, and each group of them together: facts in memory → rows, hashes, roll-up
 * cells and the bytes of a COPY that nobody takes. To be asked once the days were computed: names have their keys from then on.
 */
export async function measureCosts({ engine, days, loaded, repeat }: SizeToMeasure): Promise<Cost[]> {
  const some = someDays(days, wantedConversations, loaded.conversations)
  const definitions = await definitionsOf(engine, allKpis)
  await engine.store.dictionaries.refresh()
  const memory: FactsInMemory = {
    conversation: await readFacts(engine.store, 'conversation', some),
    contact: await readFacts(engine.store, 'contact', some),
  }
  const contenders = [
    ...definitions.map((each) => ({
      name: nameAndVersion(each.definition),
      group: groupOf(each.definition),
      them: [each],
    })),
    ...groups.map((group) => ({
      name: group,
      group: null,
      them: definitions.filter((each) => groupOf(each.definition) === group),
    })),
  ].map((each) => ({ ...each, seconds: [] as number[], rows: 0 }))
  // One round more, which nobody counts: code is compiled while it runs.
  for (let round = 0; round <= repeat; round++) {
    for (const each of contenders) {
      const before = process.cpuUsage()
      each.rows = observeAll(engine.store, memory, each.them, some[0] as string)
      const { user, system } = process.cpuUsage(before)
      if (round > 0) each.seconds.push((user + system) / 1e6)
    }
  }
  const conversations = memory.conversation.length
  const whole = contenders
    .filter(({ group }) => group === null)
    .reduce((sum, { seconds }) => sum + median(seconds), 0)
  return contenders.map(({ name, group, seconds, rows }) => ({
    name,
    group,
    milliseconds: (median(seconds) * 1000 * 100_000) / conversations,
    rowsEach: rows / conversations,
    share: median(seconds) / whole,
  }))
}

async function readFacts<S extends Measured>(store: Store, subject: S, days: readonly string[]) {
  const source = openSource(subject)
  const reader = await store.pool.connect()
  const read: FactsInMemory[S] = []
  try {
    for (const day of days) {
      for await (const chunk of source.chunks(reader, { day, changedAfter: null })) {
        for (const stored of chunk) read.push({ key: stored.key, facts: source.factsOf(stored) })
      }
    }
    return read
  } finally {
    reader.release()
  }
}

/** One pass over all that lies in memory; returns how many rows it gave. */
function observeAll(
  { dictionaries: keys }: Store,
  memory: FactsInMemory,
  definitions: readonly DefinitionToCompute[],
  day: string,
): number {
  const hashes = new RowHashes()
  const rows = new BinaryRows(bytesAtOnce)
  const inCommon = { runKey: 1, dayNumber: dayNumber(day) }
  const take = (definitionKey: number, row: ResultRow) => writeResultRow(rows, definitionKey, inCommon, row)
  const to = { rows: { take }, hashes, keys, unknown: new UnknownNames() }
  let written = 0
  for (const subject of ['conversation', 'contact'] as const) {
    const passes = definitions
      .filter(({ definition }) => subjectOf(definition) === subject)
      .map((each) => new DefinitionPass(each, null))
    if (passes.length === 0) continue
    for (const { key, facts } of memory[subject]) {
      hashes.subject(subjectId(facts))
      for (const pass of passes) pass.observe(facts, key, to)
      if (rows.length > bytesAtOnce / 2) rows.take()
    }
    written += passes.reduce((sum, { output }) => sum + output.rows, 0)
  }
  if (to.unknown.any)
    throw new Error('A definition gave names that are in no dictionary: its rows are missing.')
  return written
}

const bytesAtOnce = 262_144
