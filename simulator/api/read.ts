import type { Millis } from '../clock'
import { badRequest } from '../failure'
import type { Ask } from './context'

export type JsonObject = Record<string, unknown>

/** The request's body as a JSON object; anything else is a 400. */
export async function readObject(ask: Ask): Promise<JsonObject> {
  let body: unknown
  try {
    body = await ask.req.json()
  } catch {
    throw badRequest('The request body is not valid JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw badRequest('The request body must be a JSON object')
  }
  return body as JsonObject
}

/** An interval `start/end` of instants; without an offset they are UTC. */
export function readInterval(value: unknown): { from: Millis; to: Millis } {
  const [start, end, ...rest] = typeof value === 'string' ? value.split('/') : []
  const from = instantOf(start)
  const to = instantOf(end)
  if (Number.isNaN(from) || Number.isNaN(to) || rest.length > 0 || typeof value !== 'string') {
    throw badRequest(`Interval [${String(value)}] is not valid. Use ISO-8601 start/end`, 'invalid.value')
  }
  if (to <= from) throw badRequest(`Interval [${value}] must end after it starts`, 'invalid.value')
  return { from, to }
}

function instantOf(text: string | undefined): number {
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return Number.NaN
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`)
}

/** A whole number of at least `low` and at most `high`, or the default when absent. */
export function readNumber(
  value: unknown,
  name: string,
  low: number,
  high: number,
  fallback: number,
): number {
  if (value === undefined || value === null || value === '') return fallback
  const number = Number(value)
  if (!Number.isInteger(number) || number < low || number > high) {
    throw badRequest(
      `Value [${String(value)}] is not valid for ${name}. It must be from ${low} to ${high}`,
      'invalid.value',
    )
  }
  return number
}

export function readList(value: unknown, name: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw badRequest(`${name} must be a list`)
  return value
}
