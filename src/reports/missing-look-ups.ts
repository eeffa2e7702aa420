import { type LookUp, lookUps, type MissingLookUp, type MissingLookUps } from '../kpis/look-up'
import { counted } from './counted'

/** What each look-up is called, and the option of `reference load` that gives it. */
const told: Record<LookUp, { what: string; option: string }> = {
  zone: { what: 'time zone', option: '--zones FILE` (queues: `--queue-zones FILE`)' },
  calendar: { what: 'business calendar', option: '--calendar FILE`' },
  target: { what: 'service-level target', option: '--targets FILE`' },
  name: { what: 'name for their wrap-up code', option: '--wrap-up-codes FILE`' },
  class: { what: 'class for their wrap-up code', option: '--wrap-up-codes FILE`' },
  rate: { what: 'rate', option: '--rates FILE`' },
}

/** How a sentence on what observations lack begins: `12 observations have no known`. */
export function haveNoKnown(observations: number): string {
  return observations === 1 ? '1 observation has no known' : `${observations} observations have no known`
}

/** A sentence for each look-up besides the zone that failed: `12 observations have no known rate: …`. */
export function lackingLines(lacking: MissingLookUps): string[] {
  return lookUps.flatMap((lookUp) => {
    const observations = lacking[lookUp] ?? 0
    if (lookUp === 'zone' || observations === 0) return []
    const { what, option } = told[lookUp]
    return [`${haveNoKnown(observations)} ${what}: load it with \`retally reference load ${option}.`]
  })
}

/** Whose look-up failed, by name where there is one: `No known time zone: queues Sales, Support and 3 more.` */
export function subjectLines(
  missing: readonly MissingLookUp[],
  queueName: (id: string) => string | undefined = () => undefined,
): string[] {
  return missing
    .filter(({ ids }) => ids.length > 0)
    .map(({ lookUp, of, ids, more, setAside }) => {
      const names = ids.map((id) => (of === 'queue' ? (queueName(id) ?? id) : id))
      const whose = `${of}${ids.length + more === 1 ? '' : 's'} ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
      return `No known ${told[lookUp].what}: ${whose}${setAside > 0 ? `; ${counted(setAside, 'observation')} ${setAside === 1 ? 'is' : 'are'} set aside for it` : ''}.`
    })
}

/** Whose look-ups failed, of several definitions: each look-up once, with all whom it failed for. */
export function missingTogether(all: readonly (readonly MissingLookUp[])[]): MissingLookUp[] {
  const together = new Map<string, MissingLookUp>()
  for (const each of all.flat()) {
    const key = `${each.lookUp} of ${each.of}`
    const known = together.get(key)
    together.set(
      key,
      known === undefined
        ? each
        : {
            ...known,
            observations: known.observations + each.observations,
            setAside: known.setAside + each.setAside,
            ids: [...new Set([...known.ids, ...each.ids])],
            more: Math.max(known.more, each.more),
          },
    )
  }
  return [...together.values()]
}

/** Of several, all together. */
export function addedUp(counts: readonly MissingLookUps[]): MissingLookUps {
  const sum: MissingLookUps = {}
  for (const each of counts) {
    for (const lookUp of lookUps) {
      const count = each[lookUp] ?? 0
      if (count > 0) sum[lookUp] = (sum[lookUp] ?? 0) + count
    }
  }
  return sum
}
