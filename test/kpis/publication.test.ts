import fc from 'fast-check'
import {
  firstDifference,
  mayBecome,
  type Period,
  type PublicationMove,
  periodsWith,
  replacedBy,
  standingBefore,
  standingWith,
  versionOn,
} from '../../src/kpis/publication'
import { addDays } from '../../src/time/local-date'

const date = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-05-01', days))
const period = fc.record({
  since: fc.option(date, { nil: null }),
  version: fc.integer({ min: 1, max: 4 }),
})
/** As moves make them: since ever some version, and then others from dates on. */
const periods = fc
  .array(period, { maxLength: 6 })
  .map((moves) => moves.reduce<readonly Period[]>(periodsWith, [{ since: null, version: 1 }]))

describe('which version is in force', () => {
  it('is version 2 until June and 3 since, when 3 is published from the first of June on', () => {
    const stands = periodsWith([{ since: null, version: 2 }], { since: '2026-06-01', version: 3 })
    expect(['2026-05-31', '2026-06-01'].map((day) => versionOn(stands, day))).toEqual([2, 3])
  })

  it('is the new one from its date on and what it was before that', () => {
    fc.assert(
      fc.property(periods, period, date, (before, move, day) => {
        const isNew = move.since === null || day >= move.since
        expect(versionOn(periodsWith(before, move), day)).toBe(isNew ? move.version : versionOn(before, day))
      }),
    )
  })

  it('is replaced by the new one on the days that are to be served, each once, and nowhere by itself', () => {
    fc.assert(
      fc.property(periods, period, date, date, (stands, move, one, other) => {
        const [first = one, last = one] = [one, other].sort()
        const stretches = replacedBy(stands, move, { first, last })
        for (let day = first; day <= last; day = addDays(day, 1)) {
          const of = stretches.filter((stretch) => day >= stretch.first && day <= stretch.last)
          const isServed = move.since === null || day >= move.since
          const was = versionOn(stands, day)
          expect(of.map(({ version }) => version)).toEqual(isServed && was !== move.version ? [was] : [])
        }
      }),
    )
  })

  it('is told by periods that begin one after another, each with another version than the one before', () => {
    fc.assert(
      fc.property(periods, (stands) => {
        for (const [i, { since, version }] of stands.entries()) {
          if (i === 0) continue
          const before = stands[i - 1] as Period
          expect(version).not.toBe(before.version)
          expect((before.since ?? '') < (since as string)).toBe(true)
        }
      }),
    )
  })

  it('differs between two courses nowhere before the first date that is named, and there', () => {
    fc.assert(
      fc.property(periods, periods, date, (a, b, day) => {
        const first = firstDifference(a, b)
        if (first === undefined || (first !== null && day < first))
          expect(versionOn(a, day)).toBe(versionOn(b, day))
        else if (first !== null) expect(versionOn(a, first)).not.toBe(versionOn(b, first))
      }),
    )
  })
})

describe('going back', () => {
  const one = [{ since: null, version: 1 }]
  const two = [{ since: null, version: 2 }]
  const three = [...two, { since: '2026-06-01', version: 3 }]
  const first: PublicationMove = { action: 'first', stands: one }
  const moved = [first, { action: 'promote', stands: two }, { action: 'promote', stands: three }]

  it('takes back one move after another, down to the first', () => {
    expect(standingBefore(moved)).toEqual(two)
    const once = [...moved, { action: 'rollback', stands: two }]
    expect(standingBefore(once)).toEqual(one)
    expect(standingBefore([...once, { action: 'rollback', stands: one }])).toBeNull()
  })

  it('to a version finds what stood with it last', () => {
    expect(standingWith(moved, 1, '2026-07-01')).toEqual(one)
    expect(standingWith(moved, 3, '2026-07-01')).toEqual(three)
    expect(standingWith(moved, 3, '2026-05-01')).toBeNull()
  })

  it('and promoting again can be taken back as any move', () => {
    const again = [...moved, { action: 'rollback', stands: two }, { action: 'promote', stands: three }]
    expect(standingBefore(again)).toEqual(two)
  })
})

describe('the states of a version', () => {
  it('lead from a draft to retirement, and what is in force is never retired', () => {
    expect(mayBecome('draft', 'candidate')).toBe(true)
    expect(mayBecome('active', 'retired')).toBe(false)
    expect(mayBecome('deprecated', 'retired')).toBe(true)
  })

  it('lead back to being in force from wherever a version has been in force', () => {
    expect((['deprecated', 'retired'] as const).every((state) => mayBecome(state, 'active'))).toBe(true)
  })
})
