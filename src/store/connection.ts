import type { Pool, PoolClient } from 'pg'

/** Whatever runs a statement: the pool, or one connection with a transaction open on it. */
export type Connection = Pick<Pool | PoolClient, 'query'>
