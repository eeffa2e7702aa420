import { iso } from '../clock'
import { cursorOf, type Job, type Jobs, offsetOf } from '../details/jobs'
import { badRequest, notFound } from '../failure'
import type { Simulation } from '../simulation'
import type { Api, Ask } from './context'
import { readNumber } from './read'

const largestPage = 1_000

/** What all kinds of details jobs have in common: their status, and being cancelled. */
export function serveJobStates<Found>(
  api: Api,
  simulation: Simulation,
  root: string,
  jobs: Jobs<Found>,
): void {
  const { faults } = simulation

  api.get(`${root}/:jobId`, (ask) => {
    const job = jobOf(jobs, ask)
    if (job.fate === null && faults.strike(ask.get('line'), 'failed-job')) job.fate = 'FAILED'
    if (job.fate === null && faults.strike(ask.get('line'), 'expired-job')) job.fate = 'EXPIRED'
    const status = jobs.poll(job)
    return ask.json(status, status.state === 'QUEUED' || status.state === 'PENDING' ? 202 : 200)
  })

  api.delete(`${root}/:jobId`, (ask) => {
    const job = jobOf(jobs, ask)
    if (job.fate === null) job.fate = 'CANCELLED'
    return ask.body(null, 204)
  })
}

/** The page that a request for results gets: what was found, and what stands beside it in the answer. */
export function pageOfJob<Found>(ask: Ask, { faults }: Simulation, jobs: Jobs<Found>) {
  const job = jobOf(jobs, ask)
  const line = ask.get('line')
  if (job.fate === null && faults.strike(line, 'expired-job')) job.fate = 'EXPIRED'
  const state = jobs.stateOf(job)
  if (state === 'EXPIRED')
    throw notFound(`The results of job ${job.id} have expired. Submit the query again.`)
  if (state !== 'FULFILLED' || !job.found) {
    throw badRequest(`Job ${job.id} is ${state}. Results can be read once it is FULFILLED.`)
  }
  const pageSize = readNumber(ask.req.query('pageSize'), 'pageSize', 1, largestPage, largestPage)
  const cursor = ask.req.query('cursor')
  if (cursor && faults.strike(line, 'expired-cursor')) job.deadCursors.add(cursor)
  const offset = offsetAt(job, cursor)

  let from = offset
  let next = offset + pageSize
  if (offset > 0 && faults.strike(line, 'repeated-page')) {
    from = Math.max(0, offset - pageSize)
    next = offset
  }
  const shifted = offset > 0 ? faults.strike(line, 'shifted-pages') : null
  if (shifted) {
    from = Math.max(0, from - Math.abs(shifted.shift ?? 3))
    next = from + pageSize
  }
  const behind = faults.strike(line, 'availability-behind')
  const availableUntil = job.asOf - (behind ? (behind.hours ?? 24) * 3_600_000 : 0)
  const more: Record<string, unknown> = { dataAvailabilityDate: iso(availableUntil) }
  if (next < job.found.length) more.cursor = cursorOf(job, next)
  if (cursor && faults.strike(line, 'repeated-cursor')) more.cursor = cursor
  return { job, page: job.found.slice(from, next), more }
}

function jobOf<Found>(jobs: Jobs<Found>, ask: Ask): Job<Found> {
  const id = ask.req.param('jobId') ?? ''
  const job = jobs.get(id)
  if (!job) throw notFound(`No details job ${id} is known`)
  return job
}

function offsetAt(job: Job, cursor: string | undefined): number {
  if (!cursor) return 0
  const offset = job.deadCursors.has(cursor) ? null : offsetOf(job, cursor)
  if (offset === null)
    throw badRequest(`The cursor is invalid or has expired for job ${job.id}`, 'invalid.value')
  return offset
}
