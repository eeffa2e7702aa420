import { day, type Millis } from '../clock'
import type { Agent } from '../world/agent'
import type { BusinessUnit } from '../world/business-unit'
import type { Staffing } from '../world/staffing'
import type { World } from '../world/world'
import { absenceOf } from './absence'
import { type EngagementKind, engagements, type Handling } from './handling'
import { type PlannedShift, planOf } from './plan'
import { type SystemPresence, turnsOf } from './presence'
import { shiftsTouching } from './shifts'

export const routingStatuses = ['OFF_QUEUE', 'IDLE', ...engagements] as const
export type RoutingStatus = (typeof routingStatuses)[number]

/** A stretch in which an agent showed one presence or one routing status. */
export interface Shown<Status> {
  from: Millis
  /** Infinite in what nobody knows the end of. */
  to: Millis
  status: Status
}

/** Turns are looked for as far as this: two days off, a night, and what clocks add; further where whole shifts are missed. */
const longestApart = { always: 5 * day, withAbsences: 20 * day }

/**
 * What agents were to do and did: their shifts as planned, the presence they showed, the status routing saw them in. All of it is told
 * anew for each question, from the staffing, from each shift's own chance, and from the conversations.
 */
export class AgentTime {
  private readonly world: World
  private readonly staffing: Staffing
  private readonly handling: Handling
  private readonly absences: number

  /** @param absences the share of shifts for which nobody comes, beyond those who just do not */
  constructor(world: World, staffing: Staffing, handling: Handling, absences: number) {
    this.world = world
    this.staffing = staffing
    this.handling = handling
    this.absences = absences
  }

  /** The shifts planned for an agent that touch `[from, to)`, whole. */
  planned(agent: Agent, from: Millis, to: Millis): PlannedShift[] {
    const unit = this.world.businessUnits.find(({ site }) => site === agent.site) as BusinessUnit
    return shiftsTouching(this.staffing, agent, from, to).map((shift) =>
      planOf(this.world, unit, agent, shift, absenceOf(this.world, this.absences, agent, shift)),
    )
  }

  /** The presences that touch `[from, to)`, whole and without a gap between them. */
  presences(agent: Agent, from: Millis, to: Millis): Shown<SystemPresence>[] {
    const apart = this.absences === 0 ? longestApart.always : longestApart.withAbsences
    const turns = this.planned(agent, from - apart, to + apart).flatMap((shift) =>
      turnsOf(this.world, agent, shift),
    )
    const shown: Shown<SystemPresence>[] = []
    turns.forEach((turn, index) => {
      const end = turns[index + 1]?.from ?? Number.POSITIVE_INFINITY
      if (turn.from < to && end > from) shown.push({ from: turn.from, to: end, status: turn.presence })
    })
    return shown
  }

  /** The routing statuses that touch `[from, to)`, whole: off the queue wherever the presence is another. */
  routing(agent: Agent, from: Millis, to: Millis): Shown<RoutingStatus>[] {
    const shown: Shown<RoutingStatus>[] = []
    for (const presence of this.presences(agent, from - day, to + day)) {
      const pieces =
        presence.status === 'ON_QUEUE'
          ? this.onQueue(agent, presence)
          : [{ from: presence.from, to: presence.to, status: 'OFF_QUEUE' as const }]
      for (const piece of pieces) {
        const before = shown.at(-1)
        if (before?.status === piece.status) before.to = piece.to
        else shown.push({ ...piece })
      }
    }
    return shown.filter((piece) => piece.from < to && piece.to > from)
  }

  private onQueue(agent: Agent, { from, to }: Shown<SystemPresence>): Shown<RoutingStatus>[] {
    const busy = this.handling.of(agent.id, from, to)
    const edges = [from, to, ...busy.flatMap((each) => [each.from, each.to])]
      .filter((edge) => edge >= from && edge <= to)
      .sort((a, b) => a - b)
    const rank = (kind: EngagementKind) => engagements.indexOf(kind)
    const pieces: Shown<RoutingStatus>[] = []
    edges.forEach((edge, index) => {
      const end = edges[index + 1]
      if (end === undefined || end === edge) return
      const during = busy.filter((each) => each.from <= edge && each.to >= end)
      const strongest = during.sort((a, b) => rank(b.kind) - rank(a.kind))[0]
      pieces.push({ from: edge, to: end, status: strongest?.kind ?? 'IDLE' })
    })
    return pieces
  }
}
