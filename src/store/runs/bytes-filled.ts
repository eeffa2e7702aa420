/**
 * The tables that fetching and computing fill, with their keys, long values and months: what a plan calls disk. What else a run
 * leaves (exports, ledger, computations, dimensions, log) is some hundred bytes a day and version, and is not looked at.
 */
export const filledTables = {
  /** By rows of results. What a published version said before is not counted into a row: a new one has no past. */
  byRow: ['result', 'rollup'],
  past: ['result_past'],
  /** By conversations: what came of them, each time, and who they are. */
  byConversation: ['snapshot', 'facts', 'conversation', 'contact', 'customer'],
  byAgentDay: ['agent_day', 'agent_day_source', 'agent_day_snapshot', 'agent_day_facts'],
} as const

const all = Object.values(filledTables).flat()

/** Postgres' own account of these tables' files, in bytes. It asks the file system, and reads no row. */
export const bytesFilled = `(
  SELECT sum(pg_total_relation_size(relation))::bigint
    FROM (SELECT unnest(ARRAY[${all.map((table) => `'${table}'`).join(', ')}])::regclass AS relation
           UNION ALL
          SELECT inhrelid FROM pg_inherits WHERE inhparent IN (${all.map((table) => `'${table}'::regclass`).join(', ')})) AS filled)`
