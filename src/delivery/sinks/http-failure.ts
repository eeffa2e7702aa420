/** A call that brought no answer. Only the address's host and the failure's code are told: causes may quote headers. */
import { RetallyError, RetryableError } from '../../errors'

/** Our own errors pass; anything else becomes a RetryableError `delivery.unreachable`. */
export function unreachable(sink: string, endpoint: URL, error: unknown): RetallyError {
  if (error instanceof RetallyError) return error
  const reason = reasonOf(error)
  return new RetryableError(
    `Sending a batch to the sink ${sink} at ${endpoint.host} brought no answer (${reason}).`,
    {
      code: 'delivery.unreachable',
      fields: { sink, host: endpoint.host, reason },
      advice:
        'It is tried again by itself; if it lasts, check that the address is right and can be reached from the worker.',
    },
  )
}

/** `fetch` throws a bare TypeError whose cause knows the code, such as ECONNREFUSED; a deadline throws a TimeoutError. */
function reasonOf(error: unknown): string {
  const { name, cause } = asFields(error)
  if (name === 'TimeoutError') return 'timed out'
  const { code } = asFields(cause)
  return typeof code === 'string' ? code : 'connection failed'
}

function asFields(error: unknown): { name?: unknown; cause?: unknown; code?: unknown } {
  return typeof error === 'object' && error !== null ? error : {}
}
