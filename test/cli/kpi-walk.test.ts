/** The walk of CONTRIBUTING, "Add a KPI" and "Add a version of a KPI", in a copy of the checkout. */
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder } from './retally'

const root = join(__dirname, '..', '..')
const scratch = scratchFolder()
const copy = join(scratch.path, 'checkout')

beforeAll(() => {
  const folders = [
    'bin',
    'src',
    'scripts',
    'simulator',
    'bench',
    'migrations',
    'test/facts',
    'test/kpis',
    'test/samples',
    'test/setup',
  ]
  const files = [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'biome.json',
    'jest.config.cjs',
    '.gitignore',
  ]
  for (const path of [...folders, ...files]) cpSync(join(root, path), join(copy, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})
afterAll(() => scratch.remove())

interface Ended {
  code: number
  stdout: string
  stderr: string
}

function inCopy(program: string, ...args: string[]): Promise<Ended> {
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, RETALLY_HOME: join(scratch.path, 'home') }
  return new Promise((resolve) =>
    execFile(program, args, { cwd: copy, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  )
}
const retally = (...args: string[]) => inCopy(process.execPath, join('bin', 'retally.mjs'), ...args)
const tool = (name: string, ...args: string[]) => inCopy(join(root, 'node_modules', '.bin', name), ...args)

const sample = join('test', 'samples', 'genesys', '02-details-chat-complete.json')

test('a new KPI is one file, its test and one line, and works from the first minute', async () => {
  const made = await retally('kpi', 'new', 'longest-of-all-handles')
  expect(made).toMatchObject({ code: 0 })
  expect(made.stdout.split('\n')).toEqual([
    'src/kpis/longest-of-all-handles/v1.ts',
    'test/kpis/longest-of-all-handles.test.ts',
    'src/kpis/catalogue.ts',
    '',
  ])
  expect(await retally('kpi', 'check')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('longest-of-all-handles@1 is not pinned yet'),
  })
  expect((await retally('kpi', 'lock')).stderr).toContain('pinned longest-of-all-handles@1')
  expect(await retally('kpi', 'check')).toMatchObject({ code: 0 })
  expect((await retally('kpi', 'pages')).stdout.split('\n')).toEqual(
    expect.arrayContaining(['docs/kpis/README.md', 'docs/kpis/longest-of-all-handles.md']),
  )
  const tried = await retally('kpi', 'try', 'longest-of-all-handles', sample, '-o', 'json')
  expect(JSON.parse(tried.stdout)).toMatchObject({
    kpi: 'longest-of-all-handles',
    value: 918.737,
    observations: 1,
  })
})

test('a second version stands beside the first, and the first keeps its meaning', async () => {
  const bumped = await retally('kpi', 'bump', 'longest-of-all-handles')
  expect(bumped.stdout).toContain('src/kpis/longest-of-all-handles/v2.ts')
  const path = join(copy, 'src', 'kpis', 'longest-of-all-handles', 'v2.ts')
  writeFileSync(path, readFileSync(path, 'utf8').replace('totalMs: value,', 'totalMs: value * 2,'))
  expect((await retally('kpi', 'lock')).stderr).toContain('pinned longest-of-all-handles@2')
  const values = await Promise.all(
    [1, 2].map(async (version) => {
      const { stdout } = await retally(
        'kpi',
        'try',
        `longest-of-all-handles@${version}`,
        sample,
        '-o',
        'json',
      )
      return JSON.parse(stdout).value
    }),
  )
  expect(values).toEqual([918.737, 1837.474])
})

test('a changed meaning under an old number is refused, naming file, old and new; wording is not meaning', async () => {
  const path = join(copy, 'src', 'kpis', 'longest-of-all-handles', 'v1.ts')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('What it says, in the words', 'What this says, in the words'))
  expect(await retally('kpi', 'check')).toMatchObject({ code: 0 })
  writeFileSync(path, text.replace('totalMs: value,', 'totalMs: value + 1,'))
  for (const command of ['check', 'lock']) {
    const { code, stderr } = await retally('kpi', command)
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /src\/kpis\/longest-of-all-handles\/v1\.ts .* means something else .*: \w{32} → \w{32}/,
    )
  }
  writeFileSync(path, text)
})

test('what was written passes the type check, the linter and its own tests', async () => {
  expect(await tool('biome', 'check', 'src/kpis', 'test/kpis')).toMatchObject({ code: 0 })
  expect((await tool('tsc', '--noEmit')).stdout).toBe('')
  const { code, stderr } = await tool('jest', 'test/kpis/longest-of-all-handles.test.ts')
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('2 passed') })
})

test('a definition that contradicts itself is told in a sentence with its file, and nothing is loaded', async () => {
  const path = join(copy, 'src', 'kpis', 'longest-of-all-handles', 'v2.ts')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace("spans: ['totalMs']", "spans: ['totalMS']"))
  const { code, stdout, stderr } = await retally('kpi', 'list')
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr.split('\n')).toEqual([
    expect.stringContaining(
      'longest-of-all-handles@2: spans[0] "totalMS" is none of its parts (totalMs, legs)',
    ),
    expect.stringContaining('Correct it in src/kpis/longest-of-all-handles/v2.ts'),
    '',
  ])
  writeFileSync(path, text)
})

test('a name that is none, or is taken, is refused before anything is written', async () => {
  expect(await retally('kpi', 'new', 'Handle Time')).toMatchObject({ code: 2, stdout: '' })
  const taken = await retally('kpi', 'new', 'service-level')
  expect(taken).toMatchObject({ code: 2, stdout: '' })
  expect(taken.stderr).toContain('retally kpi bump service-level')
  expect(await retally('kpi', 'bump', 'no-such-kpi')).toMatchObject({ code: 2 })
})
