import type { Millis } from '../clock'
import { minute } from '../clock'
import type { Chance } from '../random'
import type { Agent } from './agent'
import { localTimeAt } from './local-time'
import type { Queue } from './queue'
import { isAtWork } from './shift'
import type { Site } from './site'
import type { World } from './world'

const slot = 30 * minute

/** Who is at work when, by the wall clock of each site. Looked up by half hours, remembered by site. */
export class Staffing {
  private readonly world: World
  private readonly onShift = new Map<string, readonly Agent[]>()

  constructor(world: World) {
    this.world = world
  }

  /**
   * An agent at work who serves the queue, other than those named. When nobody is (a small site at
   * night), somebody of another site covers, as in a centre that follows the sun.
   */
  agentFor(queue: Queue, at: Millis, chance: Chance, except: readonly Agent[] = []): Agent {
    const site = queue.site ?? chance.pick(this.world.sites)
    const order = [site, ...this.world.sites.filter((other) => other !== site)]
    for (const candidate of order) {
      const free = this.atWork(candidate, at)
      const choices = except.length === 0 ? free : free.filter((agent) => !except.includes(agent))
      if (choices.length > 0) return chance.pick(choices)
    }
    return chance.pick(this.world.agents.filter((agent) => !except.includes(agent)))
  }

  /** Everybody of a site who is on shift at an instant. */
  atWork(site: Site, at: Millis): readonly Agent[] {
    const half = Math.floor(at / slot)
    const key = `${site.key}/${half}`
    const known = this.onShift.get(key)
    if (known) return known
    const local = localTimeAt(half * slot, site.zone)
    const present = this.world.agents.filter(
      (agent) => agent.site === site && isAtWork(agent.shift, agent.weekdays, local),
    )
    if (this.onShift.size > 20_000) this.onShift.clear()
    this.onShift.set(key, present)
    return present
  }
}
