import type { PoolClient } from 'pg'
import type { Subject } from '../../kpis/subject'
import { HashSum } from '../hash-sum'

/** What a transaction changes of one day's facts of a subject. */
export class DayChange {
  /** Subjects that the day did not have. */
  newSubjects = 0
  /** The hashes of facts that came, without those of facts that went. */
  readonly hashes = new HashSum()

  /** Facts were replaced, or came where none were. */
  replaced(before: Buffer | undefined, now: Buffer): void {
    if (before === undefined) this.newSubjects++
    else this.hashes.subtractDigest(before)
    this.hashes.addDigest(now)
  }
}

/** What is changed of each day; of a day that is asked for the first time nothing so far. */
export class DayChanges {
  private readonly byDay = new Map<string, DayChange>()

  of(day: string): DayChange {
    let change = this.byDay.get(day)
    if (change === undefined) {
      change = new DayChange()
      this.byDay.set(day, change)
    }
    return change
  }
}

/**
 * Raises the revision of a subject's days, each by one, counts the subjects that are new, and brings the hash of each day's facts up
 * to date: a recompute then says from what at no cost. A day stays locked until commit, so whoever sees revision R sees every change
 * up to R: a recompute that remembers R can later ask for what is newer.
 *
 * In order of day, so that two transactions that touch the same days cannot wait for each other in a ring.
 *
 * @returns the revision that each day has now
 */
export async function raiseRevisions(
  tx: PoolClient,
  subject: Subject,
  days: readonly string[],
  changes: DayChanges,
): Promise<Map<string, number>> {
  await tx.query(
    `
    INSERT INTO subject_day (subject, day, subjects, facts_revision)
    SELECT $1, day, 0, 0 FROM unnest($2::date[]) AS d (day) ORDER BY day
        ON CONFLICT (subject, day) DO NOTHING`,
    [subject, days],
  )
  const { rows: locked } = await tx.query<{ day: string; factsHash: string }>(
    `
    SELECT day, facts_hash AS "factsHash" FROM subject_day
     WHERE subject = $1 AND day = ANY ($2::date[]) ORDER BY day FOR UPDATE`,
    [subject, days],
  )
  const { rows } = await tx.query<{ day: string; revision: number }>(
    `
    UPDATE subject_day d
       SET facts_revision = d.facts_revision + 1, subjects = d.subjects + a.added, facts_hash = a.hash
      FROM unnest($2::date[], $3::int[], $4::text[]) AS a (day, added, hash)
     WHERE d.subject = $1 AND d.day = a.day
    RETURNING d.day, d.facts_revision AS revision`,
    [
      subject,
      locked.map(({ day }) => day),
      locked.map(({ day }) => changes.of(day).newSubjects),
      locked.map(({ day, factsHash }) => {
        const hash = HashSum.of(factsHash)
        hash.addSum(changes.of(day).hashes)
        return hash.hex
      }),
    ],
  )
  return new Map(rows.map((row) => [row.day, row.revision]))
}
