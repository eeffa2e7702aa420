import type { Connection } from '../connection'

/** What somebody told a run under way. */
export interface Steering {
  /** It begins no day until it is told to go on. */
  paused: boolean
  /** UTC days it leaves out. */
  skippedDays: readonly string[]
}

/** Keeps with a run what it was told last. */
export async function noteSteering(
  db: Connection,
  runKey: number,
  { paused, skippedDays }: Steering,
): Promise<void> {
  await db.query('UPDATE run SET paused = $2, skipped_days = $3 WHERE run_key = $1', [
    runKey,
    paused,
    skippedDays,
  ])
}
