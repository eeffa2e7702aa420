import { nameAndVersion } from '../kpis/definition'
import type { Period } from '../kpis/publication'
import { addDays } from '../time/local-date'

/**
 * Which version is in force for which dates: `2` where it is for all, or `1 until 2026-10-24, 2 since 2026-10-25`, where each holds
 * until the next.
 *
 * @param told how a version is called
 */
export function courseInWords(periods: readonly Period[], told: (version: number) => string): string {
  const stretches = periods.map(({ since, version }, index) => {
    const next = periods[index + 1]?.since ?? null
    if (since !== null) return `${told(version)} since ${since}`
    return next === null ? told(version) : `${told(version)} until ${addDays(next, -1)}`
  })
  return stretches.join(', ')
}

/** What is in force once a move was taken back, and was before: all of both, since dates before the first that moved have versions too. */
export function againInForce(name: string, now: readonly Period[], stands: readonly Period[]): string {
  const told = (version: number) => nameAndVersion({ name, version })
  const again = courseInWords(stands, told)
  const said =
    stands.length === 1 && stands[0]?.since === null
      ? `${again} is in force again for all dates`
      : `In force again: ${again}`
  return `${said} (it was ${courseInWords(now, told)}).`
}
