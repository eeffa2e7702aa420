/** What a run was for. */
export const runKinds = ['export', 'recompute', 'backfill', 'nightly', 'deliver', 'reconcile'] as const
export type RunKind = (typeof runKinds)[number]
