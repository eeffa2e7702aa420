/** The partitions of a plan in words: what is to be computed and what is left as it is, by version. */

import type { KpiDefinition } from '../kpis/definition'
import { type Subject, subjectOf } from '../kpis/subject'
import type { PartitionRun, SignedOffRun } from '../planning/partition'
import type { Plan } from '../planning/plan'
import { sum } from '../planning/sum'
import { parseInstant } from '../time/instant'
import { counted } from './counted'
import { grouped } from './grouped'
import { utcMinute } from './local-label'

interface Words {
  /** Columns a line may take. */
  width: number
  definitionOf(kpi: string): KpiDefinition
}

/** Exports bring conversations of other days as well; of which is seen only then. */
export function computeLines({ order, exports, partitions }: Plan, words: Words): string[] {
  const lines = linesByVersion(
    partitions,
    ({ state, cause, reason }) => `${state}|${cause}|${reason}`,
    partitionLine,
    words,
  )
  const touches = exports.length > 0 && order.kpis.length > 0
  return touches ? [...lines, 'and days that these exports touch'] : lines
}

/** What is signed off, and what would be done for it if it were open. */
export function signedOffLines({ signedOff }: Plan, words: Words): string[] {
  return linesByVersion(
    signedOff,
    ({ cause, reason, by, at }) => `${cause}|${reason}|${by}|${at}`,
    signedOffLine,
    words,
  )
}

/** Versions that stand alike are told together. */
function linesByVersion<Run extends PartitionRun | SignedOffRun>(
  runs: readonly Run[],
  likeness: (run: Run) => string,
  lineOf: (alike: readonly Run[], subject: Subject) => string,
  words: Words,
): string[] {
  const ofVersion = [...grouped(runs, ({ kpi }) => kpi)].map(([kpi, ofKpi]) => {
    const subject = subjectOf(words.definitionOf(kpi))
    return { kpi, lines: [...grouped(ofKpi, likeness).values()].map((alike) => lineOf(alike, subject)) }
  })
  return [...grouped(ofVersion, ({ lines }) => lines.join('\n')).values()].flatMap((alike) => [
    ...wrapped(
      alike.map(({ kpi }) => kpi),
      words.width - 2,
    ),
    ...(alike[0]?.lines ?? []).map((line) => `  ${line}`),
  ])
}

export const subjectWords: Record<Subject, string> = {
  conversation: 'conversation',
  contact: 'contact',
  'agent-day': "agent's day",
}

function partitionLine(runs: readonly PartitionRun[], subject: Subject): string {
  const [run] = runs as [PartitionRun, ...PartitionRun[]]
  const why = whyWords(run, sum(runs.map(({ changed }) => changed)), subject)
  const state = run.cause === 'forced' ? 'again' : run.state
  return `${state} ${daysLabel(runs)}${why === '' ? '' : `: ${why}`}`
}

function signedOffLine(runs: readonly SignedOffRun[], subject: Subject): string {
  const [run] = runs as [SignedOffRun, ...SignedOffRun[]]
  const signed = `${daysLabel(runs)}, by ${run.by} at ${utcMinute(parseInstant(run.at))}`
  if (run.cause === null || run.cause === 'to-be-fetched') return signed
  const why = whyWords(run, sum(runs.map(({ changed }) => changed)), subject)
  return `${signed}: would change${why === '' ? '' : ` (${why})`}; reopen or leave`
}

function whyWords({ cause, reason }: PartitionRun | SignedOffRun, changed: number, subject: Subject): string {
  switch (cause) {
    case 'facts':
      return `${counted(changed, subjectWords[subject])} came or changed`
    case 'time':
      return `what was pending is decided for ${counted(changed, subjectWords[subject])}`
    case 'to-be-fetched':
      return 'fetched first'
    case 'export-failed':
      return `the export failed: ${reason}`
    default:
      return reason
  }
}

/** `365 days, 2025-11-01 to 2026-10-31`; the one day by itself. */
export function daysLabel(runs: readonly { first: string; last: string; days: number }[]): string {
  const days = sum(runs.map((run) => run.days))
  if (days === 1) return runs[0]?.first ?? ''
  const spans =
    runs.length <= mostSpans ? runs : [{ first: runs[0]?.first ?? '', last: runs.at(-1)?.last ?? '' }]
  const told = spans.map(({ first, last }) => (first === last ? first : `${first} to ${last}`))
  return `${days} days, ${told.join(', ')}`
}

/** More stretches of days than this are told by their ends. */
const mostSpans = 3

function wrapped(names: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const [index, name] of names.entries()) {
    const text = index === names.length - 1 ? name : `${name},`
    const line = lines.pop()
    if (line === undefined) lines.push(text)
    else if (line.length + 1 + text.length <= width) lines.push(`${line} ${text}`)
    else lines.push(line, text)
  }
  return lines
}
