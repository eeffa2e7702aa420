import { Chance } from '../../simulator/random'
import type { TestOrganisation } from '../workflows/organisation'
import { type Disturber, kpi, stepsOfTheBackfill } from './backfill-story'
import { disturbances } from './disturbances'
import type { Killable, KillableServices } from './killable-services'
import { publicationsOf, strikeAfter, strikeInMidPromotion } from './story-promotion'
import { until } from './until'

/** For some kills one after the other, on a machine that has much to do. */
const longest = 300_000

/** What kills the services while the story goes on, and what came of it. */
export interface Killing extends Disturber {
  /** During the backfill, with how much was done when each of them struck. */
  readonly killed: readonly { which: Killable; after: number }[]
  /**
   * How the promotion ended in the middle of which the database was killed, and then the one during which it was at a random moment;
   * each with what the account of publications said afterwards.
   */
  readonly promotions: readonly { code: number | null; publications: string[] }[]
}

/** So many kills at points of the backfill, and two of the database at the promotion; the same seed gives the same ones. */
export function killing(
  services: KillableServices,
  organisation: TestOrganisation,
  { seed, kills }: { seed: string; kills: number },
): Killing {
  const left = disturbances(seed, kills, stepsOfTheBackfill)
  const killed: { which: Killable; after: number }[] = []
  const promotions: { code: number | null; publications: string[] }[] = []
  const note = async (code: number | null) =>
    promotions.push({ code, publications: await publicationsOf(organisation, kpi) })
  return {
    killed,
    promotions,
    async asItGoes(stepsDone) {
      const next = left[0]
      if (next === undefined || stepsDone < next.after) return
      await services.kill(next.which)
      killed.push({ which: next.which, after: stepsDone })
      left.shift()
    },
    async beforePromotion(ask) {
      await until('the last kill of the backfill is over', async () => left.length === 0, longest)
      const killPostgres = () => services.kill('postgres')
      const begunAt = performance.now()
      await note((await strikeInMidPromotion(organisation, ask, killPostgres)).code)
      const wholeMs = performance.now() - begunAt
      const afterMs = new Chance(seed, 'promotion').fraction() * wholeMs
      await note((await strikeAfter(afterMs, ask, killPostgres)).code)
    },
  }
}
