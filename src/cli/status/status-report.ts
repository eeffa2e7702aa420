import { palette } from '../../reports/colour'
import { flawLines, flawsTogether } from '../../reports/flaws'
import { gapLines, spanLabel } from '../../reports/gaps-report'
import { grouped } from '../../reports/grouped'
import { addedUp, lackingLines } from '../../reports/missing-look-ups'
import { standingReport } from '../../reports/standing/standing-report'
import type { TableOptions } from '../../reports/table'
import { onDays } from '../../time/day-span'
import { codeIsGone } from '../lifecycle/version-here'
import { wouldChangeSentence } from '../sign-off/would-change-sentence'
import type { Status } from './read-status'

/** Reasons that are told; of more, how many. */
const mostReasons = 8

/** The status for people: watermark, the grid of months (or days) and versions, what is lacking, the last runs. */
export function statusReport(status: Status, style: TableOptions, { each = false } = {}): string {
  const { heading } = palette(style.colour ?? false)
  const { days, grid } = status
  const published = new Set(status.definitions.filter((one) => one.published).map(({ kpi }) => kpi))
  const hasCells = grid?.rows.some(({ cells }) => cells.some((cell) => cell !== null)) ?? false
  const sections = [
    `${heading(status.organisation)}: ${watermarkInWords(status)}\n${days.length === 0 ? nothingStored(status) : ''}`,
    ...(grid !== null && (days.length > 0 || hasCells)
      ? [standingReport({ grid, published, days, each }, style)]
      : []),
    linesOf([...reasonLines(status), ...remarks(status)]),
    titled(heading('Missing'), gapLines(status.gaps)),
    titled(heading('Last runs'), runLines(status)),
  ]
  return sections.filter((section) => section !== '').join('\n')
}

function watermarkInWords({ watermark }: Status): string {
  return watermark === null
    ? 'no export is complete yet'
    : `exports complete without a gap until ${watermark}`
}

/** Of a range nothing may be known while the archive is full. */
function nothingStored({ asked }: Status): string {
  return asked === null
    ? 'The archive is empty. Begin with `retally import FILE…` or `retally export --from … --to …`.\n'
    : `No conversations ${onDays(asked)}.\n`
}

/** Why days failed or are in quarantine, each reason once for all versions that have it. */
function reasonLines({ notCurrent }: Pick<Status, 'notCurrent'>): string[] {
  const broken = notCurrent.filter(({ state }) => state === 'failed' || state === 'quarantined')
  const reasons = grouped(
    broken,
    (run) => `${spanLabel(run)} ${run.state}: ${run.reason || 'no reason is on record'}`,
  )
  const lines = [...reasons]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([told, [first, ...others]]) =>
        `${told} (${first?.kpi}${others.length > 0 ? ` and ${others.length} more` : ''})`,
    )
  const more = lines.length - mostReasons
  return more > 0 ? [...lines.slice(0, mostReasons), `… and ${more} more: \`retally plan\` tells all`] : lines
}

/** What the numbers lack or break, in a sentence each. */
export function remarks({
  days,
  definitions,
  daysUnderOtherTables,
  driftedDays,
  signedOffWouldChange,
}: Status): string[] {
  const all = days.flatMap((day) => day.definitions)
  const withoutZone = all.reduce((sum, each) => sum + each.withoutZone, 0)
  const counted = (count: number, one: string) => (count === 1 ? `1 ${one} was` : `${count} ${one}s were`)
  return [
    ...(withoutZone > 0
      ? [`${withoutZone} observations have no known zone: \`retally reference show\``]
      : []),
    ...lackingLines(addedUp(all.map(({ lacking }) => lacking))),
    ...flawLines(flawsTogether(all.map(({ flaws }) => flaws))),
    ...(daysUnderOtherTables > 0
      ? [
          `${counted(daysUnderOtherTables, 'day')} computed while zones, names or calendars were others than now: \`retally recompute\` says what moves`,
        ]
      : []),
    ...(driftedDays > 0
      ? [
          `${driftedDays === 1 ? '1 settled day' : `${driftedDays} settled days`} changed on the platform afterwards: \`retally drift\` says what that moved`,
        ]
      : []),
    ...definitions.filter(({ inBuild }) => !inBuild).map(({ kpi }) => codeIsGone(kpi)),
    ...(signedOffWouldChange.length > 0 ? [wouldChangeSentence(signedOffWouldChange.length)] : []),
  ]
}

function runLines({ runs }: Status): string[] {
  return runs.map(
    ({ run, kind, state, startedAt, workflowId }) => `${run}  ${kind}  ${state}  ${startedAt}  ${workflowId}`,
  )
}

function titled(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${linesOf(lines.map((line) => `  ${line}`))}`
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
