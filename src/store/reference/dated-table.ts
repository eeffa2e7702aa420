import type { ReferenceTables } from '../../kpis/reference-tables'

/**
 * A reference table whose rows hold for a time: which columns say whom a row is about, and what it says of them. All such
 * tables have `origin`, `valid_from`, `valid_to` and `loaded_at` besides, and are read, replaced and fed in one way.
 */
export interface DatedTable {
  readonly name: string
  readonly ids: readonly DatedColumn[]
  readonly says: readonly DatedColumn[]
}

export interface DatedColumn {
  readonly name: string
  /** The field of the row in `ReferenceTables`. */
  readonly field: string
  readonly type: 'text' | 'bigint'
  /** A key has no null: '' stands for it, "all others". */
  readonly emptyIsNull?: true
}

const text = (name: string, field: string): DatedColumn => ({ name, field, type: 'text' })
const bigint = (name: string, field: string): DatedColumn => ({ name, field, type: 'bigint' })
const textOrAllOthers = (name: string, field: string): DatedColumn => ({
  ...text(name, field),
  emptyIsNull: true,
})

/** The dated tables, by their name among the reference tables. */
export const datedTables = {
  agentZones: {
    name: 'agent_zone',
    ids: [text('agent_id', 'agentId')],
    says: [text('zone', 'zone'), text('site', 'site')],
  },
  agentTeams: {
    name: 'agent_team',
    ids: [text('agent_id', 'agentId')],
    says: [text('team', 'team'), text('division', 'division')],
  },
  queueZones: { name: 'queue_zone', ids: [text('queue_id', 'queueId')], says: [text('zone', 'zone')] },
  queueSites: { name: 'queue_site', ids: [text('queue_id', 'queueId')], says: [text('site', 'site')] },
  queueTargets: {
    name: 'queue_target',
    ids: [text('queue_id', 'queueId'), textOrAllOthers('media_type', 'mediaType')],
    says: [bigint('target_ms', 'targetMs')],
  },
  wrapUpCodes: { name: 'wrap_up_code', ids: [text('id', 'id')], says: [text('name', 'name')] },
  wrapUpClasses: { name: 'wrap_up_class', ids: [text('id', 'id')], says: [text('class', 'class')] },
  rates: {
    name: 'rate',
    ids: [textOrAllOthers('site', 'site')],
    says: [text('currency', 'currency'), bigint('minor_per_hour', 'minorPerHour')],
  },
} as const satisfies Partial<Record<keyof ReferenceTables, DatedTable>>

export type DatedTableName = keyof typeof datedTables
export type DatedRow<Name extends DatedTableName> = ReferenceTables[Name][number]

/** A column's values of these rows, as `unnest` takes them. */
export function valuesOf(column: DatedColumn, rows: readonly object[]): (string | number | null)[] {
  return rows.map((row) => {
    const value = (row as Record<string, string | number | null>)[column.field] ?? null
    return value === null && column.emptyIsNull === true ? '' : value
  })
}
