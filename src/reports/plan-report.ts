/** A plan in words: what changed, what is to be done, what it costs. */

import type { KpiDefinition } from '../kpis/definition'
import { subjectOf } from '../kpis/subject'
import type { Estimate, Guess } from '../planning/estimate'
import { type EstimateErrors, isNothingToDo, type Plan, partitionsToDo } from '../planning/plan'
import { sum } from '../planning/sum'
import type { WorldChange } from '../planning/world'
import { formatInstant, type Instant, parseInstant } from '../time/instant'
import { bytesLabel } from './bytes-label'
import { type Palette, palette } from './colour'
import { counted } from './counted'
import { durationLabel } from './duration-label'
import { grouped } from './grouped'
import { utcMinute } from './local-label'
import { computeLines, daysLabel, signedOffLines, subjectWords } from './plan-partitions'
import { backfillFirst, deliveryWordsOfPromotion, isPromotion, promotionLines } from './promotion-lines'
import { setApartLines } from './set-apart'

export interface PlanWords {
  now: Instant
  /** Requests a minute that are configured; null without a platform. */
  requestsPerMinute: number | null
  colour: boolean
  /** Columns a line may take. */
  width: number
  definitionOf(kpi: string): KpiDefinition
}

/** The plan for people, as calm as it can be: sections that have nothing to say are left out. */
export function planReport(plan: Plan, words: PlanWords): string {
  const colours = palette(words.colour)
  const done = { ...plan, partitions: partitionsToDo(plan.partitions) }
  const told = plan.partitions.filter(({ cause }) => cause !== 'discarded')
  const sections = [
    heading(plan, colours),
    section('Changed', sinceWhen(plan), changeLines(plan.changes), colours),
    section('To fetch', '', fetchLines(plan), colours),
    section('To compute', backfillFirst(done), computeLines({ ...plan, partitions: told }, words), colours),
    section('Signed off', ', left as it is', signedOffLines(plan, words), colours),
    section('Set apart', '', setApartLines(plan), colours),
    section('To publish', '', promotionLines(plan), colours),
    section('Cost', '', costLines(isPromotion(plan) ? { ...done, partitions: [] } : done, words), colours),
  ]
  return sections.filter((text) => text !== '').join('\n')
}

function heading(plan: Plan, { heading: bold }: Palette): string {
  const { order } = plan
  const whole = order.first === order.last ? order.first : `${order.first} to ${order.last}`
  const range = order.days === undefined ? whole : `${counted(order.days.length, 'day')} of ${whole}`
  const standing = sum(Object.values(plan.current))
  const stands =
    standing === 0 || order.force
      ? ''
      : `, ${counted(standing, 'partition')} of ${counted(order.kpis.length, 'version')} ${standing === 1 ? 'stands' : 'stand'}`
  const rest = isNothingToDo(plan) ? `: nothing to do${stands}.` : stands
  return `${bold(`Plan ${plan.id}`)} for ${range}${rest}\n`
}

function sinceWhen({ since }: Plan): string {
  return since === null ? '' : ` since plan ${since.id} of ${utcMinute(parseInstant(since.appliedAt))}`
}

function section(
  title: string,
  addition: string,
  lines: readonly string[],
  { heading: bold }: Palette,
): string {
  return lines.length === 0 ? '' : `${bold(title)}${addition}\n${lines.map((line) => `  ${line}\n`).join('')}`
}

const signs = { new: '+', changed: '~', removed: '-' } as const

function changeLines(changes: readonly WorldChange[]): string[] {
  return changes.map(({ change, of, name, detail }) => {
    const what = of === 'zone' ? `rules of ${name}` : name
    const came = of === 'version' ? `${change} version` : change
    const said = change === 'changed' ? detail : [came, ...(detail === null ? [] : [detail])].join('; ')
    return `${signs[change]} ${what}${said === null ? '' : `: ${said}`}`
  })
}

function fetchLines({ exports, waitingDays }: Plan): string[] {
  const lines = [...grouped(exports, ({ reason }) => reason)].map(
    ([reason, runs]) => `${daysLabel(runs)}: ${reason}`,
  )
  const [first, ...others] = waitingDays
  if (first === undefined) return lines
  const waiting =
    others.length === 0
      ? `1 day waits for the platform: ${first}`
      : `${waitingDays.length} days wait for the platform: ${first} to ${others.at(-1)}`
  return [...lines, waiting]
}

function costLines(plan: Plan, words: PlanWords): string[] {
  if (isNothingToDo(plan)) return []
  const { estimate } = plan
  const about = (guess: Guess) => (estimate.guesses.includes(guess) ? 'about ' : '')
  const upTo = plan.partitions.some(({ state }) => state === 'stale') ? 'up to ' : ''
  const lines: [string, string][] = []
  if (plan.exports.length > 0) {
    const size = about('size of a day') || about('requests of an export')
    lines.push(['requests', `${size}${estimate.requests}${budgetWords(estimate, words)}`])
    lines.push([
      'jobs',
      `${estimate.exportJobs}, for ${size}${counted(estimate.conversationsToFetch, 'conversation')}`,
    ])
  }
  if (plan.partitions.length > 0) {
    lines.push(['replay', `${about('size of a day')}${replayWords(plan, words)}`])
    lines.push(['rows', `${upTo}${about('rows') || about('size of a day')}${estimate.rows}`])
  }
  if (estimate.bytes > 0)
    lines.push(['disk', `${upTo}${about('disk') || about('size of a day')}${bytesLabel(estimate.bytes)}`])
  for (const delivery of estimate.deliveries) {
    const { sink, items, requests } = delivery
    const estimated = `${about('items')}up to ${counted(items, 'item')} in ${counted(requests, 'request')} to ${sink}, by the next \`deliver\``
    const isExact = isPromotion(plan)
    lines.push(['delivery', isExact ? deliveryWordsOfPromotion(delivery) : estimated])
  }
  if (plan.exports.length + plan.partitions.length > 0) lines.push(...timeLines(plan, words))
  return lines.map(([label, text]) => `${label.padEnd(9)} ${text}`)
}

function timeLines(plan: Plan, words: PlanWords): [string, string][] {
  const { estimate } = plan
  const about = estimate.guesses.includes('time') ? 'about ' : ''
  const takes = durationLabel(estimate.minutes * 60_000)
  const lines: [string, string][] = [['time', `${about}${takes}: ${endWords(estimate, words.now)}`]]
  if (estimate.guesses.length > 0)
    lines.push(['guessed', `${estimate.guesses.join(', ')}: nothing like it was seen here yet`])
  const errors = errorWords(plan)
  if (errors !== '') lines.push(['so far', errors])
  return lines
}

function budgetWords({ budgetMinutes, night }: Estimate, { requestsPerMinute }: PlanWords): string {
  const atBudget =
    budgetMinutes === null || requestsPerMinute === null
      ? ''
      : budgetMinutes === 0
        ? ', within the burst'
        : `, ${durationLabel(budgetMinutes * 60_000)} at ${requestsPerMinute} a minute`
  return `${atBudget}${night.requests === null ? '' : `; a night takes ${night.requests}`}`
}

function replayWords({ partitions, estimate }: Plan, { definitionOf }: PlanWords): string {
  const subjects = new Set(partitions.map(({ kpi }) => subjectOf(definitionOf(kpi))))
  const [only] = subjects
  const what = subjects.size === 1 && only !== undefined ? subjectWords[only] : 'subject'
  const versions = new Set(partitions.map(({ kpi }) => kpi)).size
  return `${counted(estimate.subjectsToReplay, what)} through ${counted(versions, 'version')}`
}

/** When it ends, beside the night's start: the deadline that matters. */
function endWords({ minutes, night }: Estimate, now: Instant): string {
  const end = Math.round(now + minutes * 60_000)
  const start = parseInstant(night.startsAt)
  const taking = night.minutes === null ? '' : `, which takes ${durationLabel(night.minutes * 60_000)}`
  const beside =
    end <= start
      ? `${durationLabel(start - end)} before the night${taking}`
      : `${durationLabel(end - start)} after the night's start${taking}; the night goes first`
  return `ends about ${formatInstant(end).slice(11, 16)}Z, ${beside}`
}

/** In the order and by the names of the costs. */
const errorNames = {
  requests: 'requests',
  conversations: 'replay',
  rows: 'rows',
  bytes: 'disk',
  items: 'items',
  deliveryRequests: 'delivery requests',
  minutes: 'minutes',
} as const satisfies Record<Exclude<keyof EstimateErrors, 'plans'>, string>

/** `the last 5 runs beside their estimates: rows +3 %, minutes -12 %`. */
function errorWords({ errors }: Plan): string {
  if (errors === null) return ''
  const { plans } = errors
  const told = Object.entries(errorNames).flatMap(([of, name]) => {
    const error = errors[of as keyof typeof errorNames]
    return error === null ? [] : [`${name} ${percent(error)}`]
  })
  if (told.length === 0) return ''
  const runs =
    plans === 1 ? 'the last run beside its estimate' : `the last ${plans} runs beside their estimates`
  return `${runs}: ${told.join(', ')}`
}

function percent(error: number): string {
  const rounded = Math.round(error * 100)
  return rounded === 0 ? '0 %' : `${rounded > 0 ? '+' : '-'}${Math.abs(rounded)} %`
}
