import { badRequest, notFound } from '../failure'
import type { Simulation } from '../simulation'
import type { Api } from './context'
import { readList, readObject } from './read'

const mostRecords = 100

/** The "custom report data" endpoint older write-ups speak of; it can be switched off, as it is in no SDK. */
export function serveCustomReports(api: Api, simulation: Simulation): void {
  api.post('/api/v2/analytics/datadefinitions/customreports', async (ask) => {
    if (!simulation.settings.legacyCustomReports) throw notFound('There is no such resource')
    const body = await readObject(ask)
    const records = readList(body.data, 'data')
    if (records.length === 0 || records.length > mostRecords) {
      throw badRequest(
        `data must have from 1 to ${mostRecords} records, not ${records.length}`,
        'invalid.value',
      )
    }
    simulation.customReports.accept(records, body.overwrite === true)
    return ask.json({ accepted: records.length })
  })
}
