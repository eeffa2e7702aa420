import { notFound } from '../failure'
import type { Simulation } from '../simulation'
import { type MediaType, type Queue, servicePercentage } from '../world/queue'
import type { World } from '../world/world'
import type { Api } from './context'
import { divisionOf, establishedAt } from './directory'
import { pageOf } from './page'

const alertingSeconds: Record<MediaType, number> = {
  voice: 8,
  callback: 30,
  chat: 30,
  email: 300,
  message: 30,
}

/** Queues and wrap-up codes. */
export function serveRouting(api: Api, simulation: Simulation): void {
  const { world } = simulation

  api.get('/api/v2/routing/queues', (ask) => {
    const name = ask.req.query('name')?.toLowerCase()
    const found = world.queues.filter(
      (queue) => name === undefined || queue.name.toLowerCase().includes(name),
    )
    return ask.json(
      pageOf(
        ask,
        found.map((queue) => wireQueue(world, queue)),
        500,
      ),
    )
  })

  api.get('/api/v2/routing/queues/:id', (ask) => {
    const queue = world.queues.find(({ id }) => id === ask.req.param('id'))
    if (!queue) throw notFound(`Queue ${ask.req.param('id')} not found`)
    return ask.json(wireQueue(world, queue))
  })

  api.get('/api/v2/routing/wrapupcodes', (ask) => {
    const codes = world.wrapUpCodes.map(({ id, name }) => ({
      id,
      name,
      dateCreated: establishedAt,
      dateModified: establishedAt,
      selfUri: `/api/v2/routing/wrapupcodes/${id}`,
    }))
    return ask.json(pageOf(ask, codes, 500))
  })
}

function wireQueue(world: World, queue: Queue): Record<string, unknown> {
  const memberCount = world.agents.filter((agent) => agent.queues.includes(queue)).length
  const settings = (mediaType: MediaType) => ({
    alertingTimeoutSeconds: alertingSeconds[mediaType],
    serviceLevel: { percentage: servicePercentage, durationMs: queue.targetMs[mediaType] },
  })
  return {
    id: queue.id,
    name: queue.name,
    division: divisionOf(world, queue.divisionId),
    dateCreated: establishedAt,
    dateModified: establishedAt,
    memberCount,
    userMemberCount: memberCount,
    joinedMemberCount: memberCount,
    mediaSettings: {
      call: settings('voice'),
      callback: { ...settings('callback'), mode: 'AgentFirst', enableAutoDialAndEnd: false },
      chat: settings('chat'),
      email: settings('email'),
      message: settings('message'),
    },
    routingRules: [{ operator: 'ANY', waitSeconds: 10 }],
    scoringMethod: 'TimestampAndPriority',
    acwSettings: { wrapupPrompt: 'OPTIONAL' },
    skillEvaluationMethod: 'ALL',
    autoAnswerOnly: false,
    enableManualAssignment: false,
    suppressInQueueCallRecording: false,
    selfUri: `/api/v2/routing/queues/${queue.id}`,
  }
}
