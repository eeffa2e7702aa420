import { day, type Millis, utcDayOf } from '../clock'
import { Demand } from '../world/demand'
import { personOf } from '../world/person'
import { Staffing } from '../world/staffing'
import type { World } from '../world/world'
import { Contacts, type DayContacts } from './contacts'
import { peopleOf } from './customers'
import { openingOf } from './draw-opening'
import { identityOf } from './opening'
import { resolutionOf } from './resolution'
import type { Pace } from './scenario'
import { Story } from './story'
import { surveysAfter } from './surveys'
import type { Timeline } from './timeline'

/** How much happens, and when conversations may start. */
export interface Volume {
  conversationsPerDay: number
  /** The first and last UTC day on which ordinary conversations start. */
  firstDay: number
  lastDay: number
  surveyLifetimeMs: Millis
}

/**
 * Names one conversation of the world: its pace, UTC day and number. The conversation itself can be told
 * again from this at any time, so nothing needs to be kept.
 */
export type Reference = number

/** What is remembered of every conversation that started on a UTC day, in order of start. */
interface DaySheet {
  references: Float64Array
  starts: Float64Array
  /** The first time the record closed, and the last; infinite when it never does. */
  firstEnds: Float64Array
  lastEnds: Float64Array
  /** When it opened again after `firstEnds`; infinite when it did not. */
  reopenings: Float64Array
}

const paces: readonly { pace: Pace; lookbackDays: number }[] = [
  { pace: 'regular', lookbackDays: 1 },
  { pace: 'unhurried', lookbackDays: 10 },
  { pace: 'lasting', lookbackDays: 61 },
]

/** So long before the period the first lasting conversations start. */
const lastingDays = 61

const numbersPerDay = 2 ** 24
const daysPerPace = 2 ** 16

/** The book of all conversations: told lazily, day by day, each from its own seed. */
export class Book {
  readonly world: World
  readonly volume: Volume
  private readonly demand: Demand
  private readonly staffing: Staffing
  private readonly sheets = new Map<string, DaySheet>()
  private readonly contacts = new Contacts((pace, utcDay) => this.contactsOn(pace, utcDay))

  constructor(world: World, volume: Volume) {
    this.world = world
    this.volume = volume
    this.demand = new Demand(world.sites)
    this.staffing = new Staffing(world)
  }

  /** Conversations that started in `[from, to)`, in order of start. */
  startedIn(from: Millis, to: Millis): Reference[] {
    return this.select(from, to, 0, () => true)
  }

  /**
   * Conversations with activity in `[from, to]` as the record stood at `asOf`: those whose life, from
   * start to end or still open, touches it. In order of start.
   */
  livingIn(from: Millis, to: Millis, asOf: Millis): Reference[] {
    return this.select(from, Math.min(to, asOf + 1), 1, (sheet, i) => {
      const reopened = (sheet.reopenings[i] as number) <= asOf
      const end = (reopened ? sheet.lastEnds[i] : sheet.firstEnds[i]) as number
      return (end <= asOf ? end : Number.POSITIVE_INFINITY) >= from
    })
  }

  private select(
    from: Millis,
    to: Millis,
    lookback: 0 | 1,
    isWanted: (sheet: DaySheet, index: number) => boolean,
  ): Reference[] {
    const found: { reference: Reference; start: Millis }[] = []
    for (const { pace, lookbackDays } of paces) {
      const first = Math.max(utcDayOf(from) - lookback * lookbackDays, this.volume.firstDay - lastingDays)
      const last = Math.min(utcDayOf(to - 1), this.volume.lastDay)
      for (let utcDay = first; utcDay <= last; utcDay++) {
        if (this.count(pace, utcDay) === 0) continue
        const sheet = this.sheet(pace, utcDay)
        for (let i = 0; i < sheet.starts.length; i++) {
          const start = sheet.starts[i] as number
          if (start >= to || (lookback === 0 && start < from) || !isWanted(sheet, i)) continue
          found.push({ reference: sheet.references[i] as number, start })
        }
      }
    }
    found.sort((a, b) => a.start - b.start || a.reference - b.reference)
    return found.map(({ reference }) => reference)
  }

  /** How many conversations of a pace start on a UTC day. Before the period there are only lasting ones. */
  private count(pace: Pace, utcDay: number): number {
    const { conversationsPerDay, firstDay, lastDay } = this.volume
    if (utcDay > lastDay || utcDay < firstDay - lastingDays) return 0
    const lasting = conversationsPerDay === 0 ? 0 : Math.max(2, Math.round(conversationsPerDay / 1_000))
    if (pace === 'lasting') return lasting
    if (utcDay < firstDay) return 0
    const all = Math.round(conversationsPerDay * this.demand.factorOf(utcDay))
    const unhurried = Math.round(all * 0.015)
    return pace === 'unhurried' ? unhurried : Math.max(0, all - unhurried - lasting)
  }

  private sheet(pace: Pace, utcDay: number): DaySheet {
    const key = `${pace}/${utcDay}`
    const known = this.sheets.get(key)
    if (known) return known
    const rows: {
      reference: Reference
      start: number
      firstEnd: number
      lastEnd: number
      reopening: number
    }[] = []
    for (let number = this.count(pace, utcDay) - 1; number >= 0; number--) {
      const reference = referenceOf(pace, utcDay, number)
      const { start, closings } = this.tell(reference)
      rows.push({
        reference,
        start,
        firstEnd: closings[0]?.at ?? Number.POSITIVE_INFINITY,
        lastEnd: closings.at(-1)?.at ?? Number.POSITIVE_INFINITY,
        reopening: closings[0]?.until ?? Number.POSITIVE_INFINITY,
      })
    }
    rows.sort((a, b) => a.start - b.start || a.reference - b.reference)
    const sheet = {
      references: Float64Array.from(rows, (row) => row.reference),
      starts: Float64Array.from(rows, (row) => row.start),
      firstEnds: Float64Array.from(rows, (row) => row.firstEnd),
      lastEnds: Float64Array.from(rows, (row) => row.lastEnd),
      reopenings: Float64Array.from(rows, (row) => row.reopening),
    }
    this.sheets.set(key, sheet)
    return sheet
  }

  /**
   * The conversation a reference names, told from its own seed. Nothing is kept: telling it again costs less
   * than remembering it, and memory stays flat at any volume.
   */
  tell(reference: Reference): Timeline {
    const number = reference % numbersPerDay
    const rest = Math.floor(reference / numbersPerDay)
    const utcDay = rest % daysPerPace
    const pace = (paces[Math.floor(rest / daysPerPace)] as (typeof paces)[number]).pace
    const { world, staffing } = this
    const opening = openingOf(world, this.demand, pace, utcDay, number)
    const { site, scenario } = opening
    const customer = personOf(world.seed, opening.customer, site, peopleOf(site))
    const story = new Story({ world, staffing, opening, customer })
    scenario.play(story)
    const timeline = story.told(scenario.name)
    timeline.surveys = surveysAfter(timeline, world, this.volume.surveyLifetimeMs)
    const resolution = resolutionOf(timeline, opening, world.seed, this.contacts)
    if (resolution) timeline.resolution = resolution
    return timeline
  }

  /** Who made contact on a UTC day. */
  private contactsOn(pace: Pace, utcDay: number): DayContacts {
    const count = this.count(pace, utcDay)
    const contacts = { identities: new Float64Array(count), begins: new Float64Array(count) }
    for (let number = 0; number < count; number++) {
      const opening = openingOf(this.world, this.demand, pace, utcDay, number)
      contacts.identities[number] = identityOf(this.world.seed, opening)
      contacts.begins[number] = opening.began
    }
    return contacts
  }
}

function referenceOf(pace: Pace, utcDay: number, number: number): Reference {
  return (paces.findIndex((known) => known.pace === pace) * daysPerPace + utcDay) * numbersPerDay + number
}

/** The first instant of a UTC day given by number. */
export function startOfUtcDay(utcDay: number): Millis {
  return utcDay * day
}
