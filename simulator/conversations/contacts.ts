import { type Millis, utcDayOf } from '../clock'
import { numbersOf } from './customers'
import type { Pace } from './scenario'

/** Who made contact when, on one UTC day and in one pace, by the conversation's number. */
export interface DayContacts {
  identities: Float64Array
  begins: Float64Array
}

const paces: readonly Pace[] = ['regular', 'unhurried', 'lasting']

/**
 * Who contacted the organisation when, by what the platform knows them by. Sixteen bytes a conversation, kept for the
 * days that were asked about; written from the openings of conversations alone, which takes a fraction of telling them.
 */
export class Contacts {
  private readonly days = new Map<string, DayContacts>()
  private readonly write: (pace: Pace, utcDay: number) => DayContacts

  constructor(write: (pace: Pace, utcDay: number) => DayContacts) {
    this.write = write
  }

  /** Whether a customer of a block of conversations began another contact after `from` and before `to`. */
  isThereOne(identity: number, block: number, from: Millis, to: Millis): boolean {
    for (let utcDay = utcDayOf(from); utcDay <= utcDayOf(to); utcDay++) {
      for (const pace of paces) {
        const { identities, begins } = this.on(pace, utcDay)
        const numbers = numbersOf(block, pace)
        for (let number = numbers.from; number < Math.min(numbers.to, identities.length); number++) {
          const began = begins[number] as number
          if (identities[number] === identity && began > from && began < to) return true
        }
      }
    }
    return false
  }

  private on(pace: Pace, utcDay: number): DayContacts {
    const key = `${pace}/${utcDay}`
    let contacts = this.days.get(key)
    if (!contacts) {
      contacts = this.write(pace, utcDay)
      this.days.set(key, contacts)
    }
    return contacts
  }
}
