/** What a simulated contact centre is made of; the same world gives the same conversations. */
export interface SimulatedWorld {
  conversationsPerDay: number
  /** First and last UTC day that have conversations. */
  from: string
  to: string
  /** What its clock shows. */
  now: string
  seed: string
}

/** Sixteen days across both autumn clock changes, seen from the morning after. */
export const autumnWorld: SimulatedWorld = {
  conversationsPerDay: 2000,
  from: '2026-10-20',
  to: '2026-11-04',
  now: '2026-11-05T06:00:00Z',
  seed: 'retally',
}
