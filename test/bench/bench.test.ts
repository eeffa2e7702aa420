/** The benchmark runs and gives every figure. What the figures are is for a quiet machine, never for a test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { groupOf, groups } from '../../bench/groups'
import { type BenchReport, type FigureName, figureTitles } from '../../bench/report/figures'
import { reportText } from '../../bench/report/text'
import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { compiled } from '../setup/compiled'

const scratch = mkdtempSync(join(tmpdir(), 'retally-bench-test-'))
const started: ChildProcess[] = []

function startBench(args: string[]) {
  const child = spawn(process.execPath, [compiled('bench/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: scratch },
  })
  started.push(child)
  return { child, ended: once(child, 'exit'), stdout: text(child.stdout), stderr: text(child.stderr) }
}

afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(scratch, { recursive: true, force: true })
})

test('a quick run gives every figure and every ratio at two sizes, as JSON and nothing else', async () => {
  const bench = startBench(['--quick', '-o', 'json'])
  const [code] = await bench.ended
  expect({ code, talk: code === 0 ? '' : await bench.stderr }).toEqual({ code: 0, talk: '' })
  const report = JSON.parse(await bench.stdout) as BenchReport

  expect(report.sizes).toHaveLength(2)
  for (const [index, figures] of report.sizes.entries()) {
    for (const name of Object.keys(figureTitles) as FigureName[]) {
      // Only the first size is exported from the simulator; the others are multiplied from it.
      if (name === 'exportRate' && index > 0) expect(figures[name]).toBeNull()
      // As it should be: nothing at all.
      else if (name === 'walUnchangedKb') expect(figures[name]).toBeGreaterThanOrEqual(0)
      else expect({ name, isMeasured: (figures[name] ?? 0) > 0 }).toEqual({ name, isMeasured: true })
    }
  }
  expect(report.sizes[1]?.conversations).toBeGreaterThan(report.sizes[0]?.conversations ?? Infinity)
  expect(report.bars.filter((bar) => bar.atLeast !== undefined || bar.atMost !== undefined)).toHaveLength(17)
  for (const bar of report.bars)
    expect({ bar: bar.name, isRatio: bar.value >= 0 }).toEqual({ bar: bar.name, isRatio: true })
  expect(report.growth.peakMegabytes).toBeGreaterThan(0)
  const measured = catalogue.filter((definition) => groupOf(definition) !== null).map(nameAndVersion)
  expect(report.costs.map(({ name }) => name)).toEqual([...measured, ...groups])
  for (const { name, milliseconds, rowsEach } of report.costs)
    expect({ name, costs: milliseconds > 0, hasRows: rowsEach > 0 }).toEqual({
      name,
      costs: true,
      hasRows: true,
    })

  expect(report.planning.map(({ days }) => days)).toEqual([30, 365, 1095])
  for (const { planMs, statusMs } of report.planning) expect(Math.min(planMs, statusMs)).toBeGreaterThan(0)
  expect(report.comparing.map(({ days }) => days)).toEqual([5, 15])
  for (const { differing, diffMs } of report.comparing) expect(Math.min(differing, diffMs)).toBeGreaterThan(0)

  const shown = reportText(report)
  for (const title of Object.values(figureTitles)) expect(shown).toContain(title.trim())
  expect(readdirSync(scratch)).toEqual([])
}, 300_000)

test('interrupted, it stops its database and leaves nothing behind', async () => {
  const bench = startBench(['--quick'])
  let talk = ''
  bench.child.stderr?.on('data', (chunk) => {
    const toldBefore = talk.includes('loading')
    talk += chunk
    if (!toldBefore && talk.includes('loading')) bench.child.kill('SIGINT')
  })
  const [code] = await bench.ended
  expect(code).toBe(130)
  expect(talk).not.toContain('failed')
  expect(await bench.stdout).toBe('')
  expect(readdirSync(scratch)).toEqual([])
}, 120_000)

test('a size that makes no sense is refused with what to write instead', async () => {
  const bench = startBench(['--size', '200000,20000'])
  const [code] = await bench.ended
  expect(code).toBe(1)
  expect(await bench.stderr).toContain('in ascending order: 20000,200000')
})
