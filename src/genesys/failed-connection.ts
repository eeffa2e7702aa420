import { type RetallyError, RetryableError, TerminalError } from '../errors'
import { machineWord, scrubbed } from './scrub'

/**
 * Turns whatever the SDK threw when there was no answer into our error. The original is left behind on purpose:
 * the SDK's network errors carry the request, and with it the Authorization header.
 */
export function failedConnection(what: string, thrown: unknown, secrets: readonly string[]): RetallyError {
  if (typeof thrown === 'string') {
    return new TerminalError(`Could not ${what}: ${scrubbed(thrown, secrets)}.`, {
      code: 'genesys.incomplete-request',
      fields: { doing: what },
      advice: 'This is a mistake in Retally: please report it with this message.',
    })
  }
  const code = codeOf(thrown)
  const fields = { doing: what, networkCode: code }
  if (code === undefined || code.startsWith('ERR_INVALID')) {
    const described =
      typeof thrown === 'object' && thrown !== null && 'message' in thrown
        ? scrubbed(String(thrown.message), secrets)
        : 'an unknown failure'
    return new TerminalError(`Could not ${what}: the SDK failed with: ${described}.`, {
      code: 'genesys.sdk-failed',
      fields,
      advice: 'This is a mistake in Retally: please report it with this message.',
    })
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    return new TerminalError(`Could not ${what}: the platform's certificate is not trusted (${code}).`, {
      code: 'genesys.untrusted-certificate',
      fields,
      advice: 'If a proxy inspects your traffic, add its certificate with NODE_EXTRA_CA_CERTS.',
    })
  }
  if (code === 'ETIMEDOUT' || code === 'ECONNABORTED') return timedOut(what)
  return new RetryableError(`Could not ${what}: the connection to the platform failed (${code}).`, {
    code: 'genesys.unreachable',
    fields,
    advice: 'Check the network and the region; it is tried again.',
  })
}

export function timedOut(what: string, timeoutMs?: number): RetryableError {
  const after = timeoutMs === undefined ? '' : ` within ${timeoutMs / 1000} s`
  return new RetryableError(`Could not ${what}: the platform did not answer${after}.`, {
    code: 'genesys.timed-out',
    fields: { doing: what, timeoutMs },
    advice: 'It is tried again; a smaller page or interval answers sooner.',
  })
}

function codeOf(thrown: unknown): string | undefined {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown
    ? machineWord(thrown.code)
    : undefined
}
