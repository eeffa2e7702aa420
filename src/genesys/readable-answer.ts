import type { z } from 'zod'
import { RetryableError, TerminalError } from '../errors'

/**
 * Reads the body of an answer that was a success by its status. A body that is not JSON (an error page sent with
 * status 200, a text cut short) is worth another try; JSON of another shape than we know is not.
 */
export function readAnswer<T>(what: string, body: unknown, schema: z.ZodType<T>): T {
  if (typeof body === 'string' && body !== '') {
    const looks = /^\s*</.test(body) ? 'an HTML page' : 'a text that is not JSON, perhaps cut short,'
    throw new RetryableError(`Could not ${what}: the platform sent ${looks} instead of an answer.`, {
      code: 'genesys.unreadable-answer',
      fields: { doing: what, characters: body.length },
      advice: 'It is tried again; if it stays, look for a proxy that answers in the place of the platform.',
    })
  }
  const read = schema.safeParse(body === '' ? undefined : body)
  if (read.success) return read.data
  const issue = read.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.')
  throw new TerminalError(`Could not ${what}: the answer has an unexpected shape at ${where}.`, {
    code: 'genesys.unexpected-answer',
    fields: { doing: what, path: where, problem: issue?.code },
    advice: 'The platform may have changed this answer: please report it with this message.',
  })
}
