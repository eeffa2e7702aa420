import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'

/** What travels with a request through the simulator. */
export interface Environment {
  Bindings: HttpBindings
  Variables: {
    contextId: string
    /** `METHOD path?query`, what faults are matched against. */
    line: string
    token: string
  }
}

export type Api = Hono<Environment>
export type Ask = Context<Environment>
