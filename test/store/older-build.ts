/** This build as it would be with an older release of the tz database, in which the clocks of one zone stood elsewhere. */
import packed from 'moment-timezone/data/packed/latest.json'
import { parseInstant } from '../../src/time/instant'

type DefinitionsToCompute = typeof import('../../src/activities/definitions-to-compute')

/** The name of the older release. */
export const olderRelease = '2000a'

/**
 * The activity that says what is computed, and by which rules.
 *
 * @param packedOffsets minutes west of UTC in base 60, as the package packs them: outside of the span, and in it
 */
export function olderBuild(
  zone: string,
  packedOffsets: readonly [outside: string, inside: string],
  span: { start: string; end: string },
): DefinitionsToCompute {
  const [start, end] = [span.start, span.end].map((text) => parseInstant(text) / 60_000) as [number, number]
  const untils = `${inBase60(start)} ${inBase60(end - start)}`
  const older = {
    ...packed,
    version: olderRelease,
    zones: packed.zones.map((each) =>
      each.startsWith(`${zone}|`) ? `${zone}|A B|${packedOffsets.join(' ')}|010|${untils}|1` : each,
    ),
  }
  let build: DefinitionsToCompute | undefined
  jest.isolateModules(() => {
    jest.doMock('moment-timezone/data/packed/latest.json', () => older)
    build = require('../../src/activities/definitions-to-compute') as DefinitionsToCompute
  })
  jest.dontMock('moment-timezone/data/packed/latest.json')
  return build as DefinitionsToCompute
}

function inBase60(minutes: number): string {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX'
  const rest = Math.floor(minutes / 60)
  return (rest === 0 ? '' : inBase60(rest)) + digits[minutes % 60]
}
