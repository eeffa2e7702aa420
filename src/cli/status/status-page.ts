import type { PartitionCause } from '../../planning/partition'
import { gapLines } from '../../reports/gaps-report'
import { utcLabel, utcMinute } from '../../reports/local-label'
import { standingPage } from '../../reports/standing/page'
import { type Instant, parseInstant } from '../../time/instant'
import { rangeLabel } from '../options/range'
import type { Status } from './read-status'
import { remarks } from './status-report'

/** Why, where the state alone does not say it and there is no reason of its own. */
const causeWords: Partial<Record<PartitionCause, string>> = {
  facts: 'conversations came or changed',
  time: 'what was pending is decided',
}

/** The status as a page that opens by itself. */
export function statusPageOf(status: Status, now: Instant): string {
  const { organisation, asked, watermark, grid, definitions, days, notCurrent, gaps, runs } = status
  return standingPage({
    title: `How ${organisation} stands`,
    sentences: [
      `As of ${utcMinute(now)}${asked === null ? '' : `, for ${rangeLabel(asked)}`}.`,
      watermark === null
        ? 'No export is complete yet.'
        : `Exports are complete without a gap until ${utcLabel(parseInstant(watermark))}.`,
    ],
    grid,
    published: new Set(definitions.filter(({ published }) => published).map(({ kpi }) => kpi)),
    days,
    notCurrent: notCurrent.map((run) => ({ ...run, reason: run.reason || (causeWords[run.cause] ?? '') })),
    lists: [
      { heading: 'Missing', lines: gapLines(gaps) },
      { heading: 'Remarks', lines: remarks(status) },
      {
        heading: 'Last runs',
        lines: runs.map(
          ({ run, kind, state, startedAt, workflowId }) =>
            `${run}: ${kind} ${state}, ${startedAt}, ${workflowId}`,
        ),
      },
    ],
  })
}
