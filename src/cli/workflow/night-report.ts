import { spanList } from '../../reports/gaps-report'
import { utcLabel } from '../../reports/local-label'
import { spansOf } from '../../time/day-span'
import { parseInstant } from '../../time/instant'
import type { NightlySummary } from '../../workflows/nightly'
import { heldBackSentence } from '../deliver/held-back-sentence'
import { driftSentence } from '../drift/drift-sentence'
import { type ExitCode, exitCodes } from '../exit-codes'
import { keptAsSentSentence, wouldChangeSentence } from '../sign-off/would-change-sentence'

/** A night for people, a line a step; what failed stands last, with its reason. */
export function nightReport(summary: NightlySummary): string {
  const { reconciliation, leftDays = [], lateDays = [], lateDaysLeft = 0, driftedDays = [] } = summary
  const { brokenVersions = [] } = summary
  const lines = [
    `Night of ${utcLabel(parseInstant(summary.scheduledAt))}`,
    `  exported     ${daysInSpans(summary.exportedDays) || 'nothing was due'}`,
    ...(lateDays.length > 0 || lateDaysLeft > 0
      ? [
          `  late         ${daysInSpans(lateDays) || 'none'} once more, for what came late${leftForLater(lateDaysLeft)}`,
        ]
      : []),
    ...(summary.waitingDays.length > 0
      ? [`  waiting      ${daysInSpans(summary.waitingDays)} (not finished by the platform)`]
      : []),
    ...(leftDays.length > 0
      ? [`  left         ${daysInSpans(leftDays)} to the backfill under way, which fetches what is missing`]
      : []),
    ...(driftedDays.length > 0 ? [`  drift        ${driftSentence(driftedDays)}`] : []),
    `  recomputed   ${summary.recomputedDays} days, ${summary.rowsWritten} rows written`,
    ...(summary.signedOffDays ? [`  signed off   ${wouldChangeSentence(summary.signedOffDays)}`] : []),
    ...(summary.quarantinedDays.length > 0 ? [`  quarantined  ${daysInSpans(summary.quarantinedDays)}`] : []),
    ...(brokenVersions.length > 0
      ? [`  broke        ${brokenVersions.join(', ')}; the other versions of these days stand`]
      : []),
    ...(summary.quarantined > 0
      ? [`  quarantined  ${summary.quarantined} conversations (see \`retally quarantine list\`)`]
      : []),
    ...(summary.deliveries.length === 0 && !summary.failedSteps.some((step) => step.startsWith('delivery'))
      ? ['  delivered    nothing: the worker knows no sink (it reads retally.yaml when it starts)']
      : []),
    ...summary.deliveries.map(
      (each) =>
        `  delivered    ${each.sink}: ${each.accepted} accepted, ${each.equal} already there, ${each.parked} parked`,
    ),
    ...summary.deliveries.flatMap((each) =>
      each.heldBackDays.map((held) => `  held back    ${each.sink}: ${heldBackSentence(held)}`),
    ),
    ...summary.deliveries.flatMap(({ sink, signedOff }) =>
      signedOff === undefined ? [] : [`  signed off   ${sink} ${keptAsSentSentence(signedOff)}`],
    ),
    reconciliation === null
      ? '  reconciled   nothing'
      : `  reconciled   ${reconciliation.cells} cells, ${reconciliation.differing} differ, ${reconciliation.unexplained} unexplained`,
    ...summary.failedSteps.map((step) => `  failed       ${step}`),
  ]
  return `${lines.join('\n')}\n`
}

/** There may be many. */
function daysInSpans(days: readonly string[]): string {
  return spanList(spansOf(days))
}

function leftForLater(days: number): string {
  if (days === 0) return ''
  return `; ${days} ${days === 1 ? 'day is' : 'days are'} left for the nights to come`
}

/** A step that failed weighs more than a residue: numbers are missing, not only unexplained. */
export function exitCodeOfNight(summary: NightlySummary): ExitCode {
  const { quarantinedDays, quarantined, deliveries, failedSteps, reconciliation } = summary
  const parked = deliveries.some((each) => each.parked > 0)
  const inQuarantine = quarantinedDays.length > 0 || quarantined > 0
  if (inQuarantine || failedSteps.length > 0 || parked) return exitCodes.partialFailure
  return (reconciliation?.unexplained ?? 0) > 0 ? exitCodes.outsideTolerance : exitCodes.ok
}
