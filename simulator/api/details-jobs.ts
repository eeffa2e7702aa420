import { iso } from '../clock'
import { compileDetailFilters } from '../details/filter'
import { cursorOf, type Job, offsetOf } from '../details/jobs'
import { pageText } from '../details/page'
import { renderEach } from '../details/render'
import { selectForJob } from '../details/selection'
import { badRequest, notFound } from '../failure'
import { spoil } from '../faults/spoil'
import type { Simulation } from '../simulation'
import type { Api, Ask } from './context'
import { readDetailsRequest } from './details-request'
import { readNumber, readObject } from './read'

const root = '/api/v2/analytics/conversations/details/jobs'
const largestPage = 1_000

/** Conversation details jobs: submit, status, results by cursor, availability, cancel. */
export function serveDetailsJobs(api: Api, simulation: Simulation): void {
  const { book, faults, jobs } = simulation

  api.get(`${root}/availability`, (ask) =>
    ask.json({ dataAvailabilityDate: iso(simulation.dataAvailabilityDate()) }),
  )

  api.post(root, async (ask) => {
    const request = readDetailsRequest(await readObject(ask))
    compileDetailFilters(request.conversationFilters, request.segmentFilters)
    const asOf = simulation.dataAvailabilityDate()
    const job = jobs.submit(asOf, () => selectForJob(book, request, asOf))
    return ask.json({ jobId: job.id }, 202)
  })

  api.get(`${root}/:jobId`, (ask) => {
    const job = jobOf(simulation, ask)
    if (job.fate === null && faults.strike(ask.get('line'), 'failed-job')) job.fate = 'FAILED'
    if (job.fate === null && faults.strike(ask.get('line'), 'expired-job')) job.fate = 'EXPIRED'
    const status = jobs.poll(job)
    return ask.json(status, status.state === 'QUEUED' || status.state === 'PENDING' ? 202 : 200)
  })

  api.delete(`${root}/:jobId`, (ask) => {
    const job = jobOf(simulation, ask)
    if (job.fate === null) job.fate = 'CANCELLED'
    return ask.body(null, 204)
  })

  api.get(`${root}/:jobId/results`, (ask) => {
    const job = jobOf(simulation, ask)
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
    const page = job.found.slice(from, next)
    const spoiling = page.length > 0 ? faults.strike(line, 'malformed-conversation') : null
    const behind = faults.strike(line, 'availability-behind')
    const availableUntil = job.asOf - (behind ? (behind.hours ?? 24) * 3_600_000 : 0)
    const more: Record<string, unknown> = { dataAvailabilityDate: iso(availableUntil) }
    if (next < job.found.length) more.cursor = cursorOf(job, next)
    if (cursor && faults.strike(line, 'repeated-cursor')) more.cursor = cursor
    const conversations = renderEach(book, page, job.asOf, true)
    const text = pageText(spoiling ? spoil([...conversations], spoiling) : conversations, more)
    return ask.body(text, 200, { 'content-type': 'application/json' })
  })
}

function jobOf(simulation: Simulation, ask: Ask): Job {
  const id = ask.req.param('jobId') ?? ''
  const job = simulation.jobs.get(id)
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
