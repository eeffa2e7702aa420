import { RetallyError, RetryableError, TerminalError } from '../errors'
import { refusalOf } from './refused-connection'

/**
 * Translates what Postgres or its driver throws into our tree; our own errors, and those that are not about the database,
 * pass unchanged. `doing` completes "while …"; `label` says which database where it is first met (`database-label.ts`).
 * Only Postgres' code and constraint are kept: a detail line may quote rows.
 */
export function castDatabaseError(error: unknown, doing: string, label?: string): Error {
  if (error instanceof RetallyError) return error
  const code = codeOf(error)
  const database = label === undefined ? 'The database' : `The database ${label}`
  const fields = { postgresCode: code, constraint: constraintOf(error) }
  if (unreachable.has(code) || code.startsWith('08') || lostConnection.test(textOf(error))) {
    return new RetryableError(
      `${database} was lost or could not be reached while ${doing}${reasonOf(code)}.`,
      {
        code: 'store.unreachable',
        fields,
        advice:
          'Check that Postgres runs and that DATABASE_URL points to it; the work resumes where it stopped.',
      },
    )
  }
  if (code === '40001' || code === '40P01') {
    return new RetryableError(`Another transaction was in the way while ${doing}; nothing was written.`, {
      code: 'store.conflict',
      fields,
      advice: 'Nothing to do while it is tried again; if it keeps on, see what else writes to this database.',
    })
  }
  if (code === '53100' || code === 'ENOSPC') {
    return new RetryableError(`The database's disk is full: nothing was written while ${doing}.`, {
      code: 'store.disk-full',
      fields,
      advice: 'Free space on the disk of Postgres, then let the work go on.',
      retryAfterMs: 60_000,
    })
  }
  if (code === '53300') {
    return new RetryableError(`The database has no connection left while ${doing}.`, {
      code: 'store.too-many-connections',
      fields,
      advice: 'Raise max_connections, or run fewer workers.',
    })
  }
  const refusal = refusalOf(error)
  if (refusal !== null) {
    const { why, advice } = refusal
    return new TerminalError(`${database} refused us while ${doing}: ${why}.`, {
      code: 'store.refused',
      fields,
      advice,
    })
  }
  if (code === 'RT001') {
    return new TerminalError(`A signed-off day was left as it is while ${doing}; nothing was written.`, {
      code: 'store.signed-off',
      fields,
      advice: '`retally sign-offs` says who signed it off; `retally reopen` opens it.',
    })
  }
  if (code === '42P01' || code === '3F000' || code === '42703') {
    return new TerminalError(`The database lacks a table or column needed while ${doing}.`, {
      code: 'store.not-migrated',
      fields,
      advice: 'Run `retally migrate`.',
    })
  }
  if (code === '' && error instanceof Error) return error
  return new TerminalError(`The database refused a statement while ${doing} (Postgres code ${code}).`, {
    code: 'store.statement-failed',
    fields,
    advice:
      'The log of Postgres names the statement; if the database is older than this program, run `retally migrate`.',
    cause: error,
  })
}

/**
 * Whether an error tells that the database went away or could not be reached, where it may as well be about a file or another service:
 * those have codes in common.
 */
export function isDatabaseLost(error: unknown): boolean {
  const code = codeOf(error)
  return lostConnection.test(textOf(error)) || /^(57P0[123]|08...|ECONNREFUSED|ECONNRESET)$/.test(code)
}

/** The driver's own words for a connection that went away under it: they come without a code. */
const lostConnection =
  /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOENT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  '57P01',
  '57P02',
  '57P03',
])

/** Why an address did not answer, where that says something. */
function reasonOf(code: string): string {
  return reasons.get(code) ?? ''
}

const reasons = new Map([
  ['ECONNREFUSED', ': nothing listens there'],
  ['ENOTFOUND', ': there is no host of that name'],
  ['EAI_AGAIN', ': the host’s name could not be looked up'],
  ['ENOENT', ': there is no socket in that folder'],
])

/** Node wraps several failed addresses of one host in an AggregateError that has the code, and no message. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

function constraintOf(error: unknown): string | undefined {
  const constraint = (error as { constraint?: unknown } | null)?.constraint
  return typeof constraint === 'string' ? constraint : undefined
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
