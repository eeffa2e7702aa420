import { upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'

/**
 * Under what a run is found in Temporal: its versions (`offered@1`), its first and last UTC day (`2026-10-25`, both included; as
 * keywords, since days sort as texts, and a namespace has three attributes of instants only), its number in `retally runs`, and how it
 * stands. The client that starts a run registers them and sets all but the number.
 */
export const searchKeys = {
  kpi: { name: 'RetallyKpi', type: 'KEYWORD_LIST' },
  from: { name: 'RetallyFrom', type: 'KEYWORD' },
  to: { name: 'RetallyTo', type: 'KEYWORD' },
  run: { name: 'RetallyRun', type: 'INT' },
  state: { name: 'RetallyState', type: 'KEYWORD' },
} as const

/**
 * Keeps number and state up to date, of a run that was started with a state: only there the server is known to have these attributes.
 * One that has none would refuse the whole workflow task, again and again. So it is also for runs from before there were any.
 */
export function tellSearch({ run, state }: { run?: number; state?: string }): void {
  const { typedSearchAttributes: known } = workflowInfo()
  if (known.get(searchKeys.state) === undefined) return
  const isNewRun = run !== undefined && known.get(searchKeys.run) !== run
  const isNewState = state !== undefined && known.get(searchKeys.state) !== state
  const changed = [
    ...(isNewRun ? [{ key: searchKeys.run, value: run }] : []),
    ...(isNewState ? [{ key: searchKeys.state, value: state }] : []),
  ]
  if (changed.length > 0) upsertSearchAttributes(changed)
}
