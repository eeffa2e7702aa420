import { TerminalError } from '../errors'
import { nameAndVersion } from '../kpis/definition'
import { quarantineDay } from '../store/archive/quarantine-day'
import { inTransaction } from '../store/open-store'
import { lockDays } from '../store/results/day-lock'
import type { DayToRecompute, RecomputedDefinition } from '../store/results/day-to-recompute'
import { markDay } from '../store/results/ledger'
import { recomputeDay } from '../store/results/recompute-day'
import { noteFailedDay } from '../store/runs/note-failed-day'
import { type RegisteredDefinition, withReferenceTables } from './definitions-to-compute'
import type { Dependencies } from './dependencies'

/** A version that breaks on something of a day, and how: one sentence, free of personal data. */
export interface BrokenVersion {
  kpi: string
  reason: string
}

interface Work extends Omit<DayToRecompute, 'definitions' | 'codeVersion' | 'at'> {
  organisation: string
  registered: readonly RegisteredDefinition[]
}

/**
 * Recomputes a day, and once more without each version that breaks on it: a candidate's mistake takes nobody else's numbers away. Only
 * what broke goes to quarantine, with its own reason.
 *
 * @throws TerminalError `kpis.broken-definition`, the first version's, where none is left to compute; nothing is marked then
 */
export async function recomputeWhatHolds(
  dependencies: Pick<Dependencies, 'store' | 'log' | 'codeVersion' | 'now'>,
  { organisation, registered, ...day }: Work,
): Promise<{ done: RecomputedDefinition[]; broken: BrokenVersion[] }> {
  const { store, codeVersion } = dependencies
  const at = dependencies.now()
  const { done, breaks } = await withoutBreaks(registered, (left) =>
    recomputeDay(store, { ...day, definitions: (db) => withReferenceTables(db, left), codeVersion, at }),
  )
  if (breaks.length > 0) await quarantineVersions(dependencies, { ...day, organisation, at, breaks })
  return { done, broken: breaks.map(({ kpi, reason }) => ({ kpi, reason })) }
}

interface Break extends BrokenVersion {
  version: RegisteredDefinition
  /** Of the facts it broke on, by subject. */
  factsRevisions: Readonly<Record<string, number>> | null
}

/** One more attempt for each version that breaks: rows of several leave in one pass, and none of a failed one may stand. */
async function withoutBreaks(
  registered: readonly RegisteredDefinition[],
  recompute: (left: readonly RegisteredDefinition[]) => Promise<RecomputedDefinition[]>,
): Promise<{ done: RecomputedDefinition[]; breaks: Break[] }> {
  const breaks: Break[] = []
  let first: unknown
  for (let left = registered; left.length > 0; ) {
    try {
      const done = await recompute(left)
      // Of nothing but retired versions nothing is done: no numbers were there to save.
      if (done.length === 0 && breaks.length > 0) break
      return { done, breaks }
    } catch (error) {
      const found = breakOf(error, left)
      if (found === null) throw error
      first ??= error
      breaks.push(found)
      left = left.filter((each) => each !== found.version)
    }
  }
  if (first !== undefined) throw first
  return { done: [], breaks }
}

function breakOf(error: unknown, among: readonly RegisteredDefinition[]): Break | null {
  if (!(error instanceof TerminalError) || error.code !== 'kpis.broken-definition') return null
  const { kpi: name, version: number, factsRevisions } = error.fields
  const version = among.find(({ definition }) => definition.name === name && definition.version === number)
  if (version === undefined) return null
  return {
    version,
    kpi: nameAndVersion(version.definition),
    reason: `${error.message} [${error.code}]`,
    factsRevisions: typeof factsRevisions === 'string' ? JSON.parse(factsRevisions) : null,
  }
}

/** The others' numbers stand by now; somebody who computed one of these meanwhile is left as it stands too. */
async function quarantineVersions(
  { store, log }: Pick<Dependencies, 'store' | 'log'>,
  of: { organisation: string; day: string; runKey: number; at: number; breaks: readonly Break[] },
): Promise<void> {
  const { organisation, day, runKey, at, breaks } = of
  for (const { kpi, reason } of breaks) log.warn({ day, runKey, kpi, reason }, 'a version broke on a day')
  const detail = (reasons: readonly string[]) => reasons.join(' ').slice(0, 1000)
  await inTransaction(store, async (tx) => {
    await lockDays(tx, [day])
    for (const { version, reason, factsRevisions } of breaks) {
      const mark = { definitions: [version], day, factsRevisions, detail: detail([reason]), runKey, at }
      await markDay(tx, mark)
    }
    await quarantineDay(tx, {
      ...{ organisation, day, at, reason: 'recompute-failed', source: `run ${runKey}` },
      detail: detail(breaks.map(({ reason }) => reason)),
    })
    await noteFailedDay(tx, runKey, day)
  })
}
