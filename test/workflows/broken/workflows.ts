import type { ExportDayInput } from '../../../src/activities/request-export'
import { platformActivities } from '../../../src/workflows/activity-proxies'

/** Broken on purpose: it waits for a job before it asks for one, which no recorded history did. */
export async function exportDay(input: ExportDayInput): Promise<unknown> {
  const activities = platformActivities()
  await activities.awaitExportJob({ exportKey: 1, jobId: 'none' })
  return activities.requestExport(input)
}
