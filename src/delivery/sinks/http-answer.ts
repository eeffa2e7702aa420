/**
 * What an HTTP answer means for a batch:
 *
 * - 2xx with JSON or nothing: every item is accepted.
 * - 400, 409, 413, 415, 422: the content was refused, and would be again: the items are parked.
 * - 401, 403, 404, other 3xx and 4xx: the sink is set up wrongly. That is no fault of the items, so the delivery stops with an error.
 * - 408, 425, 429, 5xx, and a page of HTML where an answer should be: try again, at the time the answer names if it names one.
 */
import { RetryableError, TerminalError } from '../../errors'
import { retryAfterMs } from '../retry-after'
import type { SinkAnswer } from '../sink'

/** Statuses by which an answer refuses what was sent, not who sent it or when. */
export const contentRefused: ReadonlySet<number> = new Set([400, 409, 413, 415, 422])
const passing = new Set([408, 425, 429])

/**
 * @throws RetryableError `delivery.busy`, `delivery.unreadable-answer`
 * @throws TerminalError `delivery.unauthorised`, `delivery.forbidden`, `delivery.refused`
 */
export function judgeHttpAnswer(
  sink: string,
  endpoint: URL,
  status: number,
  headers: Headers,
  body: string,
  items: number,
): SinkAnswer {
  const answer = parseAnswer(body)
  const contextId = answer?.contextId ?? headers.get('inin-correlation-id')
  const fields = { sink, host: endpoint.host, status, contextId, code: answer?.code ?? null, items }
  const said = `The sink ${sink} at ${endpoint.host} answered ${status}${answer?.code ? ` (${answer.code})` : ''}`
  const all = (outcome: SinkAnswer['outcomes'][number]): SinkAnswer => ({
    status,
    contextId,
    outcomes: Array.from({ length: items }, () => outcome),
  })

  if (status >= 200 && status < 300) {
    if (answer === null) {
      throw new RetryableError(`${said} to a batch of ${items} items with something that is not JSON.`, {
        code: 'delivery.unreadable-answer',
        fields,
        advice:
          'It is tried again by itself; if it lasts, a proxy or a login page may stand between the worker and the sink.',
      })
    }
    return all({ outcome: 'accepted' })
  }
  if (contentRefused.has(status)) {
    return all({
      outcome: 'parked',
      code: answer?.code ?? `http-${status}`,
      message: `${said}: it refuses the content of the batch.`,
    })
  }
  if (passing.has(status) || status >= 500) {
    throw new RetryableError(`${said} to a batch of ${items} items: it cannot take it now.`, {
      code: 'delivery.busy',
      fields,
      advice: 'It is tried again by itself.',
      retryAfterMs: retryAfterMs(headers.get('retry-after'), headers.get('date')),
    })
  }
  throw new TerminalError(`${said} to a batch of ${items} items, so nothing was delivered.`, {
    ...reasonAndAdvice(status),
    fields,
  })
}

function reasonAndAdvice(status: number): { code: string; advice: string } {
  if (status === 401)
    return {
      code: 'delivery.unauthorised',
      advice: "Check the token in the sink's headers; it may have expired.",
    }
  if (status === 403)
    return {
      code: 'delivery.forbidden',
      advice: 'The token is known but may not write here: ask for the permission.',
    }
  return { code: 'delivery.refused', advice: "Check the sink's address and path." }
}

/** The two fields worth keeping, `{}` of an empty body, null when the body is not JSON. The message may quote people's data and is left. */
function parseAnswer(body: string): { code?: string; contextId?: string } | null {
  if (body.trim() === '') return {}
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null) return {}
    const { code, contextId } = parsed as { code?: unknown; contextId?: unknown }
    return {
      ...(typeof code === 'string' && code.length <= 100 ? { code } : {}),
      ...(typeof contextId === 'string' && contextId.length <= 100 ? { contextId } : {}),
    }
  } catch {
    return null
  }
}
