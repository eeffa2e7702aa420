import { awaitExportJob, awaitUserDetailsJob } from './await-export-job'
import { deliverChanges } from './deliver-changes'
import type { Dependencies } from './dependencies'
import { fetchExportPages } from './fetch-export-pages'
import { fetchFreshConversations } from './fetch-fresh-conversations'
import { fetchSchedules } from './fetch-schedules'
import { fetchUserDetails } from './fetch-user-details'
import { heartbeating } from './heartbeating'
import { listBackfillDays } from './list-backfill-days'
import { listDirtyDays } from './list-dirty-days'
import { listTouchedDays } from './list-touched-days'
import { planNightly } from './plan-nightly'
import { quarantineDay } from './quarantine-day'
import { recomputeDay } from './recompute-day'
import { reconcileInterval } from './reconcile-interval'
import { refreshReference } from './refresh-reference'
import { requestExport } from './request-export'
import { requestUserDetails } from './request-user-details'
import { closeRun, noteSteering, openRun } from './run-account'

/** A short activity may still wait for a lock or a slow disk: its heart beats, or it would be taken for lost. */
function alive<Input, Output>(activity: (input: Input) => Promise<Output>) {
  return (input: Input): Promise<Output> => heartbeating(() => activity(input))
}

/** Every activity, one verb each, with what it needs; workflows know them by this type alone. */
export function createActivities(dependencies: Dependencies) {
  return {
    awaitExportJob: awaitExportJob(dependencies),
    awaitUserDetailsJob: awaitUserDetailsJob(dependencies),
    closeRun: alive(closeRun(dependencies)),
    deliverChanges: deliverChanges(dependencies),
    fetchExportPages: fetchExportPages(dependencies),
    fetchFreshConversations: fetchFreshConversations(dependencies),
    fetchSchedules: fetchSchedules(dependencies),
    fetchUserDetails: fetchUserDetails(dependencies),
    listBackfillDays: alive(listBackfillDays(dependencies)),
    listDirtyDays: alive(listDirtyDays(dependencies)),
    listTouchedDays: alive(listTouchedDays(dependencies)),
    noteSteering: alive(noteSteering(dependencies)),
    openRun: alive(openRun(dependencies)),
    planNightly: planNightly(dependencies),
    quarantineDay: alive(quarantineDay(dependencies)),
    recomputeDay: recomputeDay(dependencies),
    reconcileInterval: reconcileInterval(dependencies),
    refreshReference: refreshReference(dependencies),
    requestExport: requestExport(dependencies),
    requestUserDetails: requestUserDetails(dependencies),
  }
}

export type Activities = ReturnType<typeof createActivities>
