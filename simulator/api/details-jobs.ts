import { iso } from '../clock'
import { compileDetailFilters } from '../details/filter'
import { pageText } from '../details/page'
import { renderEach } from '../details/render'
import { selectForJob } from '../details/selection'
import { spoil } from '../faults/spoil'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { readDetailsRequest } from './details-request'
import { pageOfJob, serveJobStates } from './job-states'
import { readObject } from './read'

const root = '/api/v2/analytics/conversations/details/jobs'

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

  serveJobStates(api, simulation, root, jobs)

  api.get(`${root}/:jobId/results`, (ask) => {
    const { job, page, more } = pageOfJob(ask, simulation, jobs)
    const spoiling = page.length > 0 ? faults.strike(ask.get('line'), 'malformed-conversation') : null
    const conversations = renderEach(book, page, job.asOf, true)
    const text = pageText(spoiling ? spoil([...conversations], spoiling) : conversations, more)
    return ask.body(text, 200, { 'content-type': 'application/json' })
  })
}
