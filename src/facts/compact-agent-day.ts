import { TerminalError } from '../errors'
import { activityCategories, presences, routingStatuses, shrinkages } from '../events/agent-event'
import type { Interval } from '../time/interval'
import {
  type ActivityStretch,
  type AgentDay,
  agentDayFlags,
  type PresenceStretch,
  type RoutingStretch,
} from './agent-day'
import { ByteReader } from './byte-reader'
import { ByteWriter } from './byte-writer'
import { Interning } from './interning'

/**
 * The stored form of an agent's day, some hundred bytes. Numbers are written as `ByteWriter` writes them.
 *
 *   format, startedAt, agentId, knownUntil after the start?, flags as bits,
 *   presences, routings, activities: each how many (activities one more, 0 being "never read"), and of each the time since the
 *   one before it ended, its length, and what it is, by position in our lists
 *
 * The same facts always give the same bytes, so their hash says whether facts changed.
 */
const format = 1

/** @throws RangeError for instants that are no whole milliseconds */
export function encodeAgentDay(day: AgentDay): Buffer {
  const to = new ByteWriter()
  to.unsigned(format)
  to.signed(day.startedAt)
  to.text(day.agentId)
  to.optional(day.knownUntil === null ? null : day.knownUntil - day.startedAt)
  to.unsigned(agentDayFlags.reduce((bits, flag, bit) => bits + (day.flags.includes(flag) ? 2 ** bit : 0), 0))
  to.unsigned(day.presences.length)
  writeEach(to, day.startedAt, day.presences, ({ presence }) => to.unsigned(presences.indexOf(presence)))
  to.unsigned(day.routings.length)
  writeEach(to, day.startedAt, day.routings, ({ status }) => to.unsigned(routingStatuses.indexOf(status)))
  to.unsigned(day.activities === null ? 0 : day.activities.length + 1)
  writeEach(to, day.startedAt, day.activities ?? [], ({ category, paid, shrinkage }) => {
    to.unsigned(activityCategories.indexOf(category))
    to.unsigned(shrinkages.indexOf(shrinkage) * 2 + (paid ? 1 : 0))
  })
  return to.written()
}

function writeEach<Each extends Interval>(
  to: ByteWriter,
  start: number,
  stretches: readonly Each[],
  write: (stretch: Each) => void,
): void {
  let before = start
  for (const stretch of stretches) {
    to.unsigned(stretch.start - before)
    to.unsigned(stretch.end - stretch.start)
    write(stretch)
    before = stretch.end
  }
}

/** Reads stored agent days; keep one for as long as you read. */
export class AgentDayReader {
  private readonly from = new ByteReader(new Interning())

  /**
   * The agent's day that begins at `start` of the bytes.
   * @throws TerminalError for bytes that another version of Retally wrote
   */
  read(bytes: Uint8Array, start = 0): AgentDay {
    const { from } = this
    from.open(bytes, start)
    refuseOtherFormats(from.unsigned())
    const startedAt = from.signed()
    const agentId = from.text()
    const known = from.optional()
    const bits = from.unsigned()
    return {
      agentId,
      startedAt,
      knownUntil: known === null ? null : startedAt + known,
      flags: agentDayFlags.filter((_, bit) => Math.floor(bits / 2 ** bit) % 2 === 1),
      presences: this.each(startedAt, from.unsigned(), (stretch) => this.presence(stretch)),
      routings: this.each(startedAt, from.unsigned(), (stretch) => this.routing(stretch)),
      activities: this.activities(startedAt, from.unsigned()),
    }
  }

  private activities(startedAt: number, countAndOne: number): ActivityStretch[] | null {
    if (countAndOne === 0) return null
    return this.each(startedAt, countAndOne - 1, (stretch) => this.activity(stretch))
  }

  private each<Each>(startedAt: number, count: number, read: (stretch: Interval) => Each): Each[] {
    const found: Each[] = []
    let before = startedAt
    for (let i = 0; i < count; i++) {
      const start = before + this.from.unsigned()
      before = start + this.from.unsigned()
      found.push(read({ start, end: before }))
    }
    return found
  }

  private presence(stretch: Interval): PresenceStretch {
    return { ...stretch, presence: presences[this.from.unsigned()] as PresenceStretch['presence'] }
  }

  private routing(stretch: Interval): RoutingStretch {
    return { ...stretch, status: routingStatuses[this.from.unsigned()] as RoutingStretch['status'] }
  }

  private activity(stretch: Interval): ActivityStretch {
    const category = activityCategories[this.from.unsigned()] as ActivityStretch['category']
    const bits = this.from.unsigned()
    const shrinkage = shrinkages[bits >>> 1] as ActivityStretch['shrinkage']
    return { ...stretch, category, paid: (bits & 1) === 1, shrinkage }
  }
}

function refuseOtherFormats(found: number): void {
  if (found === format) return
  throw new TerminalError(
    `Cannot read a stored agent day of format ${found}: this version reads format ${format}.`,
    {
      code: 'facts.unknown-format',
      fields: { format: found },
      advice: 'Use the version of Retally that wrote it, or export the day again.',
    },
  )
}
