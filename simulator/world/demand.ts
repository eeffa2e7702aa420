import type { Millis } from '../clock'
import { day, minute } from '../clock'
import type { Chance } from '../random'
import { localTimeWith, offsetAt } from './local-time'
import type { Site } from './site'

/** Contacts per local hour of a working day, relative to each other: two peaks and a quiet night. */
const hourWeights = [
  0.6, 0.45, 0.4, 0.35, 0.4, 0.6, 1.2, 2.6, 5.2, 7.4, 8.2, 7.8, 6.6, 6.8, 7.4, 7.2, 6.6, 5.4, 4.2, 3.2, 2.4,
  1.8, 1.2, 0.8,
]
/** Monday first; weighted so that an average day is 1. */
const weekdayWeights = [1.38, 1.24, 1.16, 1.14, 1.1, 0.56, 0.42]

const slot = 15 * minute
const slotsPerDay = day / slot
const hourTotal = hourWeights.reduce((sum, weight) => sum + weight, 0)

interface DayDemand {
  /** The day's volume relative to an average day. */
  factor: number
  cumulative: Float64Array
  places: readonly { site: Site; slot: number }[]
}

/** How many contacts a UTC day brings and when and where they arrive, following each site's local day and week. */
export class Demand {
  private readonly sites: readonly Site[]
  private readonly days = new Map<number, DayDemand>()

  constructor(sites: readonly Site[]) {
    this.sites = sites
  }

  /** The volume of a UTC day, 1 being an average day of the week. */
  factorOf(utcDay: number): number {
    return this.of(utcDay).factor
  }

  /** When within the UTC day, and at which site, a contact arrives. */
  arrival(utcDay: number, chance: Chance): { at: Millis; site: Site } {
    const { cumulative, places, factor } = this.of(utcDay)
    const target = chance.fraction() * factor
    let low = 0
    let high = cumulative.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((cumulative[middle] as number) > target) high = middle
      else low = middle + 1
    }
    const place = places[low] as (typeof places)[number]
    return { at: utcDay * day + place.slot * slot + Math.floor(chance.fraction() * slot), site: place.site }
  }

  private of(utcDay: number): DayDemand {
    const known = this.days.get(utcDay)
    if (known) return known
    const places: { site: Site; slot: number }[] = []
    const cumulative = new Float64Array(this.sites.length * slotsPerDay)
    let total = 0
    for (const site of this.sites) {
      const offset = offsetAt(utcDay * day, site.zone)
      const changes = offset !== offsetAt((utcDay + 1) * day, site.zone)
      for (let index = 0; index < slotsPerDay; index++) {
        const at = utcDay * day + index * slot
        const local = localTimeWith(at, changes ? offsetAt(at, site.zone) : offset)
        const hourWeight = hourWeights[Math.floor(local.minuteOfDay / 60)] as number
        total += (site.share * (weekdayWeights[local.weekday] as number) * hourWeight) / hourTotal / 4
        cumulative[places.length] = total
        places.push({ site, slot: index })
      }
    }
    const demand = { factor: total, cumulative, places }
    this.days.set(utcDay, demand)
    return demand
  }
}
