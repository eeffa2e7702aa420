import pino, { type Logger } from 'pino'
import { scrub } from './scrub'

export type Log = Logger

export interface LogOptions {
  level: 'error' | 'warn' | 'info' | 'debug'
  /** Where lines go; standard error by default, since standard output is for data. */
  destination?: pino.DestinationStream
}

/**
 * Structured logs, one JSON object a line on standard error. Messages and error texts are scrubbed;
 * fields are ids and counts by convention, and the names below are dropped should one slip in.
 */
export function createLog(options: LogOptions): Log {
  return pino(
    {
      level: options.level,
      base: { service: 'retally' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['clientSecret', 'token', 'authorization', 'ani', 'dnis', 'participantName', 'email'].flatMap(
          (name) => [name, `*.${name}`],
        ),
        remove: true,
      },
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const scrubbed = args.map((arg) => (typeof arg === 'string' ? scrub(arg) : arg))
          method.apply(this, scrubbed as Parameters<typeof method>)
        },
      },
      serializers: {
        err: (error: Error & { code?: string }) => ({
          type: error.name,
          code: error.code,
          message: scrub(error.message),
          stack: error.stack === undefined ? undefined : scrub(error.stack),
        }),
      },
    },
    options.destination ?? pino.destination({ fd: 2, sync: true }),
  )
}
