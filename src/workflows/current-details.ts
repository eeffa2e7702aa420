import { setCurrentDetails } from '@temporalio/workflow'
import type { BackfillProgress } from './backfill-progress'

type Step = 'exporting' | 'computing'

/** Of a backfill at one moment, besides its progress. */
export interface BackfillMoment {
  now: number
  /** When this run of the workflow began, and how much was done by then: what earlier runs did must not flatter the rate. */
  startedAt: number
  doneAtStart: number
  /** Days under way, each with what is done about it. */
  underWay: ReadonlyMap<string, Step>
  /** A night is under way, and this gives way to it. */
  besideTheNight: boolean
}

export interface HowFar {
  /** Says it on Temporal's page. */
  say(): void
  /** A day comes to a step. */
  begins(day: string, step: Step): void
  ends(day: string): void
}

/**
 * Keeps Temporal's page at how far a backfill is.
 *
 * @param what its versions and days: what it was started with as a summary is the first run's only
 */
export function tellingHowFar(
  what: string,
  progress: BackfillProgress,
  isBesideTheNight: () => boolean,
): HowFar {
  const began = { startedAt: Date.now(), doneAtStart: progress.daysDone }
  const underWay: Map<string, Step> = new Map()
  const say = () => {
    const moment = { ...began, now: Date.now(), underWay, besideTheNight: isBesideTheNight() }
    setCurrentDetails(`${what}\n\n${backfillDetails(progress, moment)}`)
  }
  return {
    say,
    begins(day, step) {
      underWay.set(day, step)
      say()
    },
    ends: (day) => void underWay.delete(day),
  }
}

/** Days in quarantine that are named; of more, how many. */
const mostNamed = 5

/**
 * A backfill in the Markdown of Temporal's page: how far, how fast, until when, what it waits for, what failed first. Instants, not
 * lengths of time: the page shows what was said when the last day ended.
 */
export function backfillDetails(progress: BackfillProgress, moment: BackfillMoment): string {
  const { state, conversations, rowsWritten, quarantinedDays, skippedDays = [], firstFailure } = progress
  const { underWay } = moment
  const counts = [
    ...(conversations > 0 ? [`${conversations} conversations fetched`] : []),
    `${rowsWritten} rows written`,
  ]
  const days = [...underWay].sort(([one], [other]) => (one < other ? -1 : 1))
  return [
    `**${state}** · ${paceOf(progress, moment).join(' · ')}`,
    counts.join(' · '),
    ...waitsOf(progress, moment).map((wait) => `waits: ${wait}`),
    ...(days.length > 0 ? [`under way: ${days.map(([day, step]) => `${day} (${step})`).join(', ')}`] : []),
    ...(skippedDays.length > 0 ? [`left out: ${namedDays(skippedDays)}`] : []),
    ...(quarantinedDays.length > 0 ? [`in quarantine: ${namedDays(quarantinedDays)}`] : []),
    ...(firstFailure === null ? [] : [`first failure: ${firstFailure}`]),
  ].join('\n\n')
}

function paceOf(
  { state, daysDone, daysTotal }: BackfillProgress,
  { now, startedAt, doneAtStart }: BackfillMoment,
): string[] {
  const share = daysTotal === 0 ? '' : ` (${Math.floor((daysDone / daysTotal) * 100)} %)`
  const done = `${daysDone} of ${daysTotal} days${share}`
  const perMs = (daysDone - doneAtStart) / (now - startedAt)
  if (!(perMs > 0) || !Number.isFinite(perMs)) return [done]
  const rate = `${(perMs * 60_000).toFixed(1)} days/min`
  if (state !== 'running' || daysDone >= daysTotal) return [done, rate]
  return [done, rate, `ends about ${minuteOf(now + (daysTotal - daysDone) / perMs)}`]
}

function waitsOf({ state, stopsAt }: BackfillProgress, { besideTheNight }: BackfillMoment): string[] {
  return [
    ...(state === 'paused' ? ['until it is resumed'] : []),
    ...(state === 'cancelling' ? ['for days under way to end'] : []),
    ...(besideTheNight ? ['a night is under way, so one day at a time and a quarter of the requests'] : []),
    ...(stopsAt === undefined ? [] : [`begins no day after ${minuteOf(Date.parse(stopsAt))}`]),
  ]
}

function namedDays(days: readonly string[]): string {
  const more = days.length - mostNamed
  return `${days.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `2026-11-05 03:30 UTC` */
function minuteOf(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
