import { day, type Millis, utcDayOf } from '../clock'
import type { Book } from '../conversations/book'
import { LedgerDay } from './ledger-day'
import { type Posting, post } from './posting'

/** Postings kept ready; a day at the default volume has some forty thousand. */
const keptPostings = 1_200_000

/** The platform's account of what it made happen, by UTC day of emission. */
export class Ledger {
  private readonly book: Book
  private readonly days = new Map<number, LedgerDay>()
  private kept = 0

  constructor(book: Book) {
    this.book = book
  }

  /** Every posting emitted in `[from, to)` that the platform knew of at `asOf`, in no particular order. */
  *between(from: Millis, to: Millis, asOf: Millis): Generator<Posting> {
    const last = utcDayOf(Math.min(to, asOf + 1) - 1)
    for (let utcDay = utcDayOf(from); utcDay <= last; utcDay++) {
      yield* this.onDay(utcDay).between(from, to, asOf)
    }
  }

  private onDay(utcDay: number): LedgerDay {
    const known = this.days.get(utcDay)
    if (known) return known
    const from = utcDay * day
    const to = from + day
    const postings = new LedgerDay()
    for (const reference of this.book.livingIn(from, to, Number.MAX_SAFE_INTEGER)) {
      for (const posting of post(this.book.tell(reference))) {
        if (posting.at >= from && posting.at < to) postings.add(posting)
      }
    }
    postings.close()
    this.remember(utcDay, postings)
    return postings
  }

  private remember(utcDay: number, postings: LedgerDay): void {
    while (this.kept + postings.size > keptPostings) {
      const oldest = this.days.entries().next().value
      if (!oldest) break
      this.days.delete(oldest[0])
      this.kept -= oldest[1].size
    }
    this.days.set(utcDay, postings)
    this.kept += postings.size
  }
}
