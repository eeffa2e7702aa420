/** One line of progress: what is done, how fast, how long yet, and what is being waited for. Pure: writing it is the caller's. */

import type { Instant } from '../time/instant'
import { cutToWidth, displayWidth } from './display-width'
import { durationLabel } from './duration-label'

export interface ProgressState {
  /** What is going on: `export 2026-10-25`. */
  readonly label: string
  /** What is counted: `conversations`. */
  readonly unit: string
  readonly done: number
  /** Null while nobody knows. */
  readonly total: number | null
  /** How much was already done when this run began: resumed work must not flatter the rate. */
  readonly doneAtStart: number
  readonly startedAt: Instant
  /** Present while nothing can move: the rate limit, a job in the platform's queue. */
  readonly waiting?: { readonly for: string; readonly until: Instant | null }
  /** What else there is to say, at the end of the line: the first that is cut where it is too long. */
  readonly notes?: readonly string[]
}

/** How fast it goes, and when it will be done at that. */
export interface Pace {
  /** Null before there is anything to reckon it from. */
  perMs: number | null
  leftMs: number | null
}

/** Rates over less than this are noise, and an ETA made of noise is worse than none. */
const settledAfterMs = 2_000

/** As this run has it: what was done before it began counts for nothing. */
export function paceOf({ done, total, doneAtStart, startedAt }: ProgressState, now: Instant): Pace {
  const elapsedMs = now - startedAt
  const isOver = total !== null && done >= total
  if (isOver || elapsedMs < settledAfterMs || done <= doneAtStart) return { perMs: null, leftMs: null }
  const perMs = (done - doneAtStart) / elapsedMs
  return { perMs, leftMs: total === null ? null : (total - done) / perMs }
}

/** A bar that is shorter says nothing, and one that is longer says no more. */
const barWidth = { least: 8, most: 24 }
/** What is cut shorter tells nothing. */
const shortestNote = 8

/**
 * `export 2026-10-25: 1200/4000 conversations (30 %), 40.0/s, 1 min 10 s left; waiting for the rate limit, 12 s`
 *
 * @param width of a terminal: with one the line has a bar where there is room for it, and is cut where there is none for all
 */
export function progressLine(state: ProgressState, now: Instant, { width }: { width?: number } = {}): string {
  const { label, total, done, notes = [] } = state
  const told = `${countsOf(state, now)}${waitLabel(state.waiting, now)}`
  const ending = notes.map((note) => `, ${note}`).join('')
  if (width === undefined) return `${label}: ${told}${ending}`
  const room = Math.min(barWidth.most, width - displayWidth(`${label}: ${told} `))
  const bar = total === null || room < barWidth.least ? '' : `${progressBar(done, total, room)} `
  const line = cutToWidth(`${label}: ${bar}${told}`, width)
  const left = width - displayWidth(line)
  return left < shortestNote ? line : line + cutToWidth(ending, left)
}

/** `███████░░░`: full only when it is done. */
export function progressBar(done: number, total: number, width: number): string {
  const filled = total === 0 ? width : Math.min(width, Math.floor((done / total) * width))
  return '█'.repeat(filled) + '░'.repeat(width - filled)
}

function countsOf(state: ProgressState, now: Instant): string {
  const { unit, done, total, startedAt } = state
  const { perMs, leftMs } = paceOf(state, now)
  return [
    total === null ? `${done} ${unit}` : `${done}/${total} ${unit} (${share(done, total)} %)`,
    ...(total !== null && done >= total ? [`took ${durationLabel(now - startedAt)}`] : []),
    ...(perMs === null ? [] : [rateLabel(perMs)]),
    ...(leftMs === null ? [] : [`${durationLabel(leftMs)} left`]),
  ].join(', ')
}

/** Rounded down: 100 % means that it is done. */
function share(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100)
}

/** Per second, or per minute where it is slower than one a second. */
function rateLabel(perMs: number): string {
  return perMs >= 0.001 ? `${(perMs * 1000).toFixed(1)}/s` : `${(perMs * 60_000).toFixed(1)}/min`
}

function waitLabel(waiting: ProgressState['waiting'], now: Instant): string {
  if (waiting === undefined) return ''
  return `; waiting for ${waiting.for}${waiting.until === null ? '' : `, ${durationLabel(waiting.until - now)}`}`
}
