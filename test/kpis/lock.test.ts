import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  findChanges,
  LOCK,
  type Lock,
  listDefinitions,
  readMeaning,
} from '../../scripts/kpi-lock/meaning.cjs'
import { agentDayVersion } from '../../src/facts/agent-day-version'
import { foldVersion } from '../../src/facts/fold-version'
import { everyKpi } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'

const root = join(__dirname, '..', '..')
const source = (path: string) => readFileSync(join(root, path), 'utf8')
const lock = JSON.parse(source(LOCK)) as Lock
const now = readMeaning(root)

/** What the sources would mean if one file were changed by replacing a text. */
function meaningWith(file: string, from: string, to: string): Lock {
  expect([file, source(file).includes(from)]).toEqual([file, true])
  return readMeaning(root, (path) => (path === file ? source(path).replaceAll(from, to) : source(path)))
}

test('no published definition, and not the fold, means something else than kpi.lock.json pins', () => {
  expect(findChanges(root, lock, now)).toEqual([])
})

test('every KPI of the catalogues has a folder of its name, a file of its version, and is pinned', () => {
  const names = everyKpi.map(nameAndVersion).sort()
  expect([...listDefinitions(root).keys()].sort()).toEqual(names)
  expect(Object.keys(lock.definitions).sort()).toEqual(names)
  expect(lock.fold.version).toBe(foldVersion)
  expect(lock.agentDayFold.version).toBe(agentDayVersion)
})

test('a comment at the top of every file changes no hash, so places in the text are no meaning', () => {
  const moved = readMeaning(root, (path) => `// moved down\n\n${readFileSync(join(root, path), 'utf8')}`)
  expect(moved).toEqual(now)
})

describe('wording is not meaning', () => {
  test.each([
    [
      'a comment',
      'src/kpis/service-level/v1.ts',
      'interface ServiceLevelParameters',
      '// why not\ninterface ServiceLevelParameters',
    ],
    ['white space', 'src/kpis/service-level/v1.ts', 'let emission = 0', 'let emission =\n\n   0'],
    [
      'the description',
      'src/kpis/service-level/v1.ts',
      'The share of contacts answered within the target',
      'How many were in time',
    ],
    [
      'a rule by which it differs from the version before',
      'src/kpis/adjusted-average-handle-time/v2.ts',
      'before?.handleMs === 0 && after === null',
      'after === null',
    ],
    ['the changelog', 'src/kpis/offered/v1.ts', 'Counts entries where', 'Counts each entry where'],
    [
      'what a parameter is for',
      'src/kpis/service-level/v1.ts',
      'Whether abandons are in the denominator.',
      'Abandons?',
    ],
    ['the words of an error', 'src/kpis/validity.ts', 'Two rows give the', 'There are two rows for the'],
    [
      'a type',
      'src/kpis/service-level/v1.ts',
      'targetSeconds?: number | undefined',
      'targetSeconds?: number',
    ],
    ['parentheses', 'src/kpis/offered/v1.ts', 'offered: value', 'offered: (value)'],
  ])('%s changes no hash', (_what, file, from, to) => {
    expect(meaningWith(file, from, to)).toEqual(now)
  })
})

describe('meaning is', () => {
  const changedBy = (file: string, from: string, to: string) => {
    const changed = meaningWith(file, from, to)
    const definitions = Object.keys(now.definitions).filter(
      (name) => changed.definitions[name] !== now.definitions[name],
    )
    return {
      definitions,
      fold: changed.fold.codeHash !== now.fold.codeHash,
      agentDayFold: changed.agentDayFold.codeHash !== now.agentDayFold.codeHash,
    }
  }

  test('a bound, in the definition it stands in alone', () => {
    const bound = changedBy(
      'src/kpis/adjusted-average-handle-time/v1.ts',
      'closesAtHour = 18',
      'closesAtHour = 19',
    )
    expect(bound).toEqual({
      definitions: ['adjusted-average-handle-time@1'],
      fold: false,
      agentDayFold: false,
    })
  })

  test('a default of a parameter', () => {
    const file = 'src/kpis/service-level/v1.ts'
    expect(changedBy(file, ".default('exclude')", ".default('count')")).toEqual({
      definitions: ['service-level@1'],
      fold: false,
      agentDayFold: false,
    })
  })

  test('business hours, in the version that asks for them', () => {
    const open = changedBy('src/time/open-time.ts', "overlap: 'earlier'", "overlap: 'later'")
    expect(open.definitions).toEqual(['adjusted-average-handle-time@2'])
  })

  test('how measures are summed, in every definition that sums', () => {
    const { definitions } = changedBy('src/facts/measurements.ts', 'i += 3', 'i += 6')
    expect(definitions).toEqual(expect.arrayContaining(['average-handle-time@1', 'service-level@1']))
  })

  test('the way replays place an observation, in all', () => {
    const placed = changedBy('src/kpis/replay.ts', 'observation.at)', 'observation.at + 1)')
    expect(placed.definitions).toHaveLength(Object.keys(now.definitions).length)
  })

  test('the rule of consults, in the fold', () => {
    const rule = changedBy('src/facts/consult.ts', 'at <= talkEndedAt', 'at < talkEndedAt')
    expect(rule).toEqual({ definitions: [], fold: true, agentDayFold: false })
  })

  test.each([
    ['src/genesys/measure-names.ts', "tHandle: 'handle'", "tHandle: 'talk'"],
    ['src/genesys/wire/conversation.ts', 'exitReason: ifReadable(word)', 'exitReason: word'],
  ])('how records of conversations are read, in their fold: %s', (file, from, to) => {
    expect(changedBy(file, from, to)).toEqual({ definitions: [], fold: true, agentDayFold: false })
  })

  test('how records of agents are read, and folded into days, in their fold', () => {
    const read = changedBy('src/genesys/user-detail.ts', "replaceAll('_', '-')", "replace('_', '-')")
    expect(read).toEqual({ definitions: [], fold: false, agentDayFold: true })
    const folded = changedBy('src/facts/agent-day.ts', "=== 'on-queue'", "!== 'on-queue'")
    expect(folded).toMatchObject({ fold: false, agentDayFold: true })
    expect(folded.definitions).toEqual(expect.arrayContaining(['on-queue-time@1', 'occupancy@1']))
  })
})

describe('a changed meaning', () => {
  const file = 'src/kpis/adjusted-average-handle-time/v1.ts'

  test('under an old version names the file, both hashes, the cause, and what to do', () => {
    const changed = meaningWith(file, 'closesAtHour = 18', 'closesAtHour = 19')
    const name = 'adjusted-average-handle-time@1'
    const [change, ...others] = findChanges(root, now, changed)
    expect(others).toEqual([])
    expect(change).toContain(`${file} (${name}) means something else than was pinned`)
    expect(change).toContain(`${now.definitions[name]} → ${changed.definitions[name]}, because of ${file}.`)
    expect(change).toContain('write the new meaning as the next version beside it')
    expect(change).toContain('npm run kpi-lock')
  })

  test('of the fold asks for a new fold version', () => {
    const changed = meaningWith('src/facts/consult.ts', 'at <= talkEndedAt', 'at < talkEndedAt')
    expect(findChanges(root, now, changed)).toEqual([
      expect.stringMatching(
        /^The fold .* changed under version 3: .* because of src\/facts\/consult\.ts\. Raise foldVersion/,
      ),
    ])
  })

  test('under a raised fold version is a new meaning', () => {
    const changed = meaningWith('src/facts/consult.ts', 'at <= talkEndedAt', 'at < talkEndedAt')
    expect(findChanges(root, now, { ...changed, fold: { ...changed.fold, version: 4 } })).toEqual([])
  })

  test('by removal is refused: published versions stay', () => {
    const before = { ...now, definitions: { ...now.definitions, 'service-level@0': 'abc' } }
    expect(findChanges(root, before, now)).toEqual([
      expect.stringContaining('service-level@0 is in src/kpis/kpi.lock.json and not in src/kpis'),
    ])
  })
})
