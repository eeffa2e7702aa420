import { Chance } from '../random'
import type { Agent } from './agent'
import type { BusinessUnit } from './business-unit'
import { familyNames, givenNames } from './names'
import { type Queue, queuePurposes, targetsOf } from './queue'
import { shifts } from './shift'
import { type Site, sites } from './site'
import { type WrapUpCode, wrapUpNames } from './wrap-up-code'

/** Everything that is there before the first contact arrives. */
export interface World {
  seed: string
  organization: { id: string; name: string }
  sites: readonly Site[]
  divisions: readonly { id: string; name: string }[]
  queues: readonly Queue[]
  agents: readonly Agent[]
  wrapUpCodes: readonly WrapUpCode[]
  businessUnits: readonly BusinessUnit[]
  flows: readonly { id: string; name: string }[]
  /** The bots every site has: one that speaks within the menu, one that answers messages. */
  bots: Record<'voice' | 'message', { id: string; name: string }>
  /** The flow that receives messages and starts the bot. */
  messageFlow: { id: string; name: string }
  /** What flows may be there to achieve. */
  flowOutcomes: Record<'identified' | 'answered', { id: string; name: string }>
  surveyForm: { id: string; contextId: string; name: string }
  /** The telephony edge of each site. */
  edges: ReadonlyMap<Site, string>
}

const divisionNames = ['Home', 'Americas', 'EMEA', 'APAC']

/** Builds the organisation of a seed. It does not depend on how many conversations will be simulated. */
export function buildWorld(seed: string, agentsPerSite: number): World {
  const idOf = (...parts: (string | number)[]) => new Chance(seed, 'id', ...parts).uuid()
  const divisions = divisionNames.map((name) => ({ id: idOf('division', name), name }))
  const divisionId = (name: string) => divisions.find((division) => division.name === name)?.id ?? ''

  const queues: Queue[] = []
  for (const site of sites) {
    for (const { purpose, name } of queuePurposes) {
      queues.push({
        id: idOf('queue', site.key, purpose),
        name: `${site.name} ${name}`,
        site,
        division: site.division,
        divisionId: divisionId(site.division),
        targetMs: targetsOf(purpose),
        purpose,
      })
    }
  }
  queues.push({
    id: idOf('queue', 'priority'),
    name: 'Priority Care',
    site: null,
    division: 'Home',
    divisionId: divisionId('Home'),
    targetMs: targetsOf('priority'),
    purpose: 'priority',
  })

  const businessUnits = sites.map((site) => ({
    id: idOf('business-unit', site.key),
    site,
    managementUnits: ['A', 'B'].map((team) => ({
      id: idOf('management-unit', site.key, team),
      name: `${site.name} team ${team}`,
    })),
  }))

  const agents: Agent[] = []
  for (const unit of businessUnits) {
    for (let i = 0; i < agentsPerSite; i++) {
      agents.push(hire(seed, unit, i, queues, divisionId(unit.site.division), idOf('user', unit.site.key, i)))
    }
  }

  return {
    seed,
    organization: { id: idOf('organization'), name: 'Simulated Contact Centre' },
    sites,
    divisions,
    queues,
    agents,
    wrapUpCodes: wrapUpNames.map(([name]) => ({ id: idOf('wrap-up-code', name), name })),
    businessUnits,
    edges: new Map(sites.map((site) => [site, idOf('edge', site.key)])),
    bots: {
      voice: { id: idOf('bot', 'voice'), name: 'Voice Assistant' },
      message: { id: idOf('bot', 'message'), name: 'Message Assistant' },
    },
    messageFlow: { id: idOf('flow', 'message'), name: 'Messages' },
    flowOutcomes: {
      identified: { id: idOf('flow-outcome', 'identified'), name: 'Caller identified' },
      answered: { id: idOf('flow-outcome', 'answered'), name: 'Question answered' },
    },
    surveyForm: {
      id: idOf('survey-form'),
      contextId: idOf('survey-form-context'),
      name: 'After your contact',
    },
    flows: sites.map((site) => ({ id: idOf('flow', site.key), name: `${site.name} Main Menu` })),
  }
}

/** Every site has the same pattern of shifts; who left, and who is unknown to workforce management, too. */
function hire(
  seed: string,
  unit: BusinessUnit,
  number: number,
  queues: readonly Queue[],
  divisionId: string,
  id: string,
): Agent {
  const chance = new Chance(seed, 'agent', unit.site.key, number)
  const given = chance.pick(givenNames)
  const family = chance.pick(familyNames)
  const shift = shifts[number % shifts.length] as (typeof shifts)[number]
  const state = number === 5 ? 'inactive' : number === 10 ? 'deleted' : 'active'
  const unknownToWfm = state === 'deleted' || number === 9
  const [teamA, teamB] = unit.managementUnits
  const team = number % 2 === 0 ? teamA : teamB
  return {
    id,
    name: `${given} ${family}`,
    email: `${given}.${family}.${unit.site.key}.${number}@example.com`.toLowerCase(),
    site: unit.site,
    divisionId,
    shift,
    weekdays: weekdaysOf(Math.floor(number / shifts.length)),
    queues: queues.filter((queue) => queue.site === unit.site || queue.site === null),
    state,
    managementUnitId: unknownToWfm ? null : (team?.id ?? null),
  }
}

/** Five days on, two days off, rotating from agent to agent so that every day is staffed. */
function weekdaysOf(rotation: number): boolean[] {
  const firstDayOff = (5 + rotation * 2) % 7
  return Array.from(
    { length: 7 },
    (_, weekday) => weekday !== firstDayOff && weekday !== (firstDayOff + 1) % 7,
  )
}
