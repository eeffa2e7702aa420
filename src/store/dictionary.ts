import type { Pool } from 'pg'
import type { Direction } from '../events/event'
import type { Connection } from './connection'

/** Ids met in facts or observations that must have a key before rows can be written. */
export interface Names {
  agents: ReadonlySet<string>
  queues: ReadonlySet<string>
  mediaTypes: ReadonlySet<string>
  zones: ReadonlySet<string>
}

/** Keys that rows have, by what they are keys of. */
export interface Keys {
  agents: Iterable<number>
  queues: Iterable<number>
  mediaTypes: Iterable<number>
  zones: Iterable<number>
}

/**
 * The integer keys of ids from outside, remembered in the process. A key is never changed or reused, so whatever
 * is remembered stays true. "None" is the empty text, key 0.
 */
export class Dictionaries {
  readonly agents: Dictionary
  readonly queues: Dictionary
  readonly mediaTypes: Dictionary
  readonly zones: Dictionary

  private readonly pool: Pool

  constructor(pool: Pool) {
    this.pool = pool
    this.agents = new Dictionary(pool, 'agent', 'agent_key', 'agent_id')
    this.queues = new Dictionary(pool, 'queue', 'queue_key', 'queue_id')
    this.mediaTypes = new Dictionary(pool, 'media_type', 'media_key', 'media_type')
    this.zones = new Dictionary(pool, 'zone', 'zone_key', 'zone')
  }

  /**
   * Gives every name a key. Never call it with a transaction of your own open: names are committed at once and on
   * their own connection, so that the snapshot a recompute works in already holds all of them.
   */
  async learn(names: Partial<Names>): Promise<void> {
    await this.agents.learn(names.agents ?? [])
    await this.queues.learn(names.queues ?? [])
    await this.mediaTypes.learn(names.mediaTypes ?? [])
    await this.zones.learn(names.zones ?? [])
  }

  /** Looks up the names of keys that rows have, in the transaction that found them there: another process may have learnt them. */
  async meet(tx: Connection, { agents, queues, mediaTypes, zones }: Keys): Promise<void> {
    await this.agents.meet(tx, agents)
    await this.queues.meet(tx, queues)
    await this.mediaTypes.meet(tx, mediaTypes)
    await this.zones.meet(tx, zones)
  }

  /** Picks up what other processes have learnt since: keys above the highest known; one that was committed out of turn is met, and learnt, later. */
  async refresh(): Promise<void> {
    const all = [this.agents, this.queues, this.mediaTypes, this.zones]
    const { rows } = await this.pool.query<{ dictionary: number; key: number; id: string }>(
      all.map((each, i) => each.newerThan(i, `$${i + 1}`)).join(' UNION ALL '),
      all.map((each) => each.highestRefreshed),
    )
    for (const { dictionary, key, id } of rows) all[dictionary]?.refreshed(key, id)
  }
}

export class Dictionary {
  private readonly keys = new Map<string, number>([['', 0]])
  private readonly names = new Map<number, string | null>([[0, null]])
  highestRefreshed = 0
  private readonly pool: Pool
  private readonly table: string
  private readonly key: string
  private readonly id: string

  constructor(pool: Pool, table: string, key: string, id: string) {
    this.pool = pool
    this.table = table
    this.key = key
    this.id = id
  }

  /** The key, or undefined while nobody has learnt the name. */
  find(name: string | null): number | undefined {
    return name === null ? 0 : this.keys.get(name)
  }

  /** The name of a key, null for none; undefined while this process has not met it. */
  nameOf(key: number): string | null | undefined {
    return this.names.get(key)
  }

  /** Looks up the names of keys that a table holds, in the transaction that found them there. */
  async meet(tx: Connection, keys: Iterable<number>): Promise<void> {
    const unknown = [...new Set(keys)].filter((key) => !this.names.has(key))
    if (unknown.length === 0) return
    const { rows } = await tx.query<{ key: number; id: string }>(
      `SELECT ${this.key}::int AS key, ${this.id} AS id FROM ${this.table} WHERE ${this.key} = ANY ($1::int[])`,
      [unknown],
    )
    for (const row of rows) this.remember(row.key, row.id)
  }

  /** The statement that finds keys above a number. */
  newerThan(dictionary: number, key: string): string {
    return `SELECT ${dictionary} AS dictionary, ${this.key}::int AS key, ${this.id} AS id FROM ${this.table} WHERE ${this.key} > ${key}`
  }

  refreshed(key: number, id: string): void {
    this.remember(key, id)
    this.highestRefreshed = Math.max(this.highestRefreshed, key)
  }

  /** Looks names up, adds those that are new, and remembers all. */
  async learn(names: Iterable<string>): Promise<void> {
    const missing = [...new Set(names)].filter((name) => !this.keys.has(name)).sort()
    if (missing.length === 0) return
    const unknown = await this.lookUp(missing)
    if (unknown.length === 0) return
    await this.pool.query(
      `INSERT INTO ${this.table} (${this.id}) SELECT unnest($1::text[]) ON CONFLICT (${this.id}) DO NOTHING`,
      [unknown],
    )
    await this.lookUp(unknown)
  }

  /** Asked before inserting, since every refused insert would burn a number of a small sequence. */
  private async lookUp(names: string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ key: number; id: string }>(
      `SELECT ${this.key} AS key, ${this.id} AS id FROM ${this.table} WHERE ${this.id} = ANY ($1::text[])`,
      [names],
    )
    for (const row of rows) this.remember(row.key, row.id)
    return names.filter((name) => !this.keys.has(name))
  }

  private remember(key: number, id: string): void {
    this.keys.set(id, key)
    this.names.set(key, id)
  }
}

const directions = [null, 'inbound', 'outbound'] as const satisfies readonly (Direction | null)[]

/** 0 none, 1 inbound, 2 outbound: as the table `direction` has it. */
export function directionKey(direction: Direction | null): number {
  return directions.indexOf(direction)
}

export function directionOf(key: number): Direction | null {
  return directions[key] as Direction | null
}
