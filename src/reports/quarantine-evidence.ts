/** One entry of quarantine with all that is known of it: why, where, since when, from where, what it touches, and what to do. */

import { formatInstant, type Instant } from '../time/instant'
import type { LocalDate } from '../time/local-date'
import { palette } from './colour'
import { grouped } from './grouped'
import { jsonDocument } from './json'
import { utcMinute } from './local-label'
import type { TableOptions } from './table'

export interface QuarantineEvidence {
  entry: number
  kind: string
  state: string
  /** UTC day, where it can be told. */
  day: LocalDate | null
  conversationId: string | null
  agentId: string | null
  reason: string
  path: string
  detail: string
  source: string
  firstSeen: Instant
  lastSeen: Instant
  times: number
  /** What last brought it; null for a day. */
  export: {
    exportKey: number
    requestKey: string
    attempt: number
    selectionRule: string
    runKey: number | null
    workflowId: string | null
  } | null
  /** The part of the record in which it is wrong, without personal data; null where no record was kept. */
  record: {
    place: string
    fields: readonly { name: string; shown: string; isWrong: boolean }[]
    unnamed: number
  } | null
  /** How the versions stand that it bears on; empty where its day cannot be told. */
  touches: readonly { kpi: string; day: LocalDate; subject: string; state: string }[]
  decisions: readonly { action: string; at: Instant; by: string; why: string }[]
  others: readonly { entry: number; reason: string; state: string }[]
  /** What to do, a sentence or a command each. */
  advice: readonly string[]
}

/** Instants as text, for machines. */
export function evidenceDocument(evidence: QuarantineEvidence): string {
  return jsonDocument({
    ...evidence,
    firstSeen: formatInstant(evidence.firstSeen),
    lastSeen: formatInstant(evidence.lastSeen),
    decisions: evidence.decisions.map((each) => ({ ...each, at: formatInstant(each.at) })),
  })
}

/** The same for people. */
export function evidenceReport(evidence: QuarantineEvidence, { colour = false }: TableOptions): string {
  const { heading, bad, faint } = palette(colour)
  const { entry, kind, state, reason, path, detail, record } = evidence
  const lines = [
    `${heading(`Entry ${entry}`)}: ${kind}${whose(evidence)}, ${state}`,
    `  ${bad(reason)}${path === '' ? '' : ` at ${path}`}: ${detail}`,
    `  seen ${times(evidence)}`,
    `  from ${evidence.source}${exported(evidence)}`,
  ]
  if (record !== null) {
    lines.push(`${heading('In the record')}${record.place === '' ? '' : `, ${record.place}`}`)
    const width = Math.max(0, ...record.fields.map(({ name }) => name.length))
    for (const { name, shown, isWrong } of record.fields)
      lines.push(`  ${isWrong ? bad('>') : ' '} ${name.padEnd(width)}  ${shown}`)
    if (record.unnamed > 0) lines.push(faint(`    and ${record.unnamed} more`))
  }
  lines.push(heading('Touches'), ...touchedLines(evidence).map((line) => `  ${line}`))
  if (evidence.decisions.length + evidence.others.length > 0) {
    lines.push(heading('Before'))
    for (const { action, at, by, why } of evidence.decisions)
      lines.push(
        `  ${utcMinute(at)}  ${action === 'discard' ? 'discarded' : 'opened again'} by ${by}: ${why}`,
      )
    for (const other of evidence.others)
      lines.push(`  entry ${other.entry} of the same: ${other.reason}, ${other.state}`)
  }
  lines.push(heading('What to do'), ...evidence.advice.map((line) => `  ${line}`))
  return `${lines.join('\n')}\n`
}

function whose({ day, conversationId, agentId }: QuarantineEvidence): string {
  return [conversationId, agentId === null ? null : `agent ${agentId}`, day]
    .filter((word) => word !== null)
    .map((word) => ` ${word}`)
    .join(',')
}

function times({ times: seen, firstSeen, lastSeen }: QuarantineEvidence): string {
  if (seen === 1) return `once, ${utcMinute(lastSeen)}`
  return `${seen} times, first ${utcMinute(firstSeen)}, last ${utcMinute(lastSeen)}`
}

function exported({ export: by }: QuarantineEvidence): string {
  if (by === null) return ''
  const run = by.runKey === null ? '' : `, of run ${by.runKey} (${by.workflowId})`
  return `; export ${by.exportKey} (${by.selectionRule}${by.attempt === 1 ? '' : `, attempt ${by.attempt}`})${run}`
}

/** Versions that stand alike are told together. */
function touchedLines({ touches, day }: QuarantineEvidence): string[] {
  if (day === null) return ['Its day cannot be told, so neither can the numbers it is missing in.']
  if (touches.length === 0) return [`${day}: no version observes it here.`]
  const beyond = touches.some(({ subject }) => subject === 'contact')
    ? ['Contacts of other days are seen beside it once it can be read.']
    : []
  const alike = [...grouped(touches, ({ state }) => state)]
  const stands = alike.map(([state, of]) => `${day}, ${state}: ${of.map(({ kpi }) => kpi).join(', ')}`)
  return [...stands, ...beyond]
}
