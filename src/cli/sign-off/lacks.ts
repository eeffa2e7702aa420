import { UsageError } from '../../errors'
import { counted } from '../../reports/counted'
import { spanList } from '../../reports/gaps-report'
import { namesAndMore } from '../../reports/names-and-more'
import { type DayRange, onDays, spansOf } from '../../time/day-span'
import type { LocalDate } from '../../time/local-date'

/** Why a day cannot be signed off, in the order in which it has to be mended. */
const lackKinds = [
  'not exported',
  'failed',
  'missing',
  'stale',
  'dirty',
  'quarantined',
  'discarded',
  'provisional',
] as const

export type LackKind = (typeof lackKinds)[number]

/** A day that stands in the way; `kpi` is null where it does for all. */
export interface Lack {
  kind: LackKind
  kpi: string | null
  day: LocalDate
  /** How many observations of the day it is about; absent: all of them. */
  observations?: number
}

/** More versions than this are counted. */
const mostNamed = 3

export function notReady(kpis: readonly string[], range: DayRange, lacks: readonly Lack[]): UsageError {
  const kinds = lackKinds.filter((kind) => lacks.some((lack) => lack.kind === kind))
  const told = kinds.map((kind) => {
    const ofKind = lacks.filter((lack) => lack.kind === kind)
    return `${spanList(spansOf(ofKind.map(({ day }) => day)))} ${kind}${countOf(ofKind)}${versionsOf(ofKind, kpis)}`
  })
  return new UsageError(
    `${versionsInWords(kpis)} cannot be signed off ${onDays(range)}: ${told.join('; ')}.`,
    {
      code: 'sign-off.not-ready',
      fields: { first: range.first, last: range.last, days: new Set(lacks.map(({ day }) => day)).size },
      advice: adviceFor(lacks),
    },
  )
}

/** `offered@1`, or how many versions. */
export function versionsInWords(kpis: readonly string[]): string {
  return kpis.length === 1 ? (kpis[0] as string) : `${kpis.length} versions`
}

function kpisOf(lacks: readonly Lack[]): string[] {
  return [...new Set(lacks.map(({ kpi }) => kpi).filter((kpi) => kpi !== null))].sort()
}

function countOf(lacks: readonly Lack[]): string {
  const observations = lacks.reduce((sum, each) => sum + (each.observations ?? 0), 0)
  return observations === 0 ? '' : `, ${counted(observations, 'observation')}`
}

/** Said only where not all lack it. */
function versionsOf(lacks: readonly Lack[], all: readonly string[]): string {
  const kpis = kpisOf(lacks)
  if (kpis.length === 0 || kpis.length === all.length) return ''
  return ` (${namesAndMore(kpis, mostNamed)})`
}

/** What to do, in the order in which it is to be done. */
function adviceFor(lacks: readonly Lack[]): string {
  const those = (...kinds: LackKind[]) => lacks.filter(({ kind }) => kinds.includes(kind))
  const toFetch = those('not exported', 'failed')
  const toCompute = those('missing', 'stale', 'dirty')
  const named = kpisOf(toCompute).length > mostNamed ? [] : kpisOf(toCompute)
  const steps = [
    ...(toFetch.length > 0 ? [`Fetch: retally export ${fromTo(toFetch)}.`] : []),
    ...(toCompute.length > 0
      ? [`Compute: ${['retally recompute', ...named, fromTo(toCompute)].join(' ')}.`]
      : []),
    ...(those('quarantined', 'discarded').length > 0
      ? ['`retally quarantine list` says why a day is in quarantine.']
      : []),
    ...(those('provisional').length > 0
      ? [
          'What is provisional becomes final when exports reach far enough beyond it; --allow-provisional signs it off as it stands.',
        ]
      : []),
  ]
  return steps.join(' ')
}

function fromTo(lacks: readonly Lack[]): string {
  const days = lacks.map(({ day }) => day).sort()
  return `--from ${days[0]} --to ${days.at(-1)}`
}
