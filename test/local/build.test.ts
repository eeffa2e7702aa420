import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(__dirname, '..', '..')

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'retally-build-'))
  mkdirSync(join(root, 'src'))
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  writeFileSync(join(root, 'package.json'), '{}')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Runs the compile step on the little checkout; returns how many files it did. */
function compile(): { compiled: number; removed: number } {
  const script = `import { compile } from ${JSON.stringify(join(ROOT, 'scripts', 'build', 'compile.mjs'))}
    console.log(JSON.stringify(compile(${JSON.stringify(root)})))`
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  )
}

const write = (path: string, text: string) => writeFileSync(join(root, path), text)

test('a source becomes a CommonJS file that runs, and import() stays import()', () => {
  write('src/number.ts', 'export const seven: number = 7\nexport class Sum {}\n')
  write(
    'src/main.ts',
    "import { seven, Sum } from './number'\nexport const load = () => import('node:os')\nconsole.log(seven, Sum.name, require.main === module)\n",
  )
  expect(compile()).toEqual({ compiled: 2, removed: 0 })
  expect(execFileSync(process.execPath, [join(root, 'dist', 'src', 'main.js')], { encoding: 'utf8' })).toBe(
    '7 Sum true\n',
  )
  expect(readFileSync(join(root, 'dist', 'src', 'main.js'), 'utf8')).toContain("import('node:os')")
})

test('only what changed is done again, and what lost its source goes', () => {
  write('src/one.ts', 'export const one = 1\n')
  write('src/two.ts', 'export const two = 2\n')
  write('src/table.json', '{"a": 1}')
  write('src/shape.d.cts', 'export const nothing: 1\n')
  expect(compile()).toEqual({ compiled: 3, removed: 0 })
  expect(compile()).toEqual({ compiled: 0, removed: 0 })
  write('src/one.ts', 'export const one = 11\n')
  expect(compile()).toEqual({ compiled: 1, removed: 0 })
  rmSync(join(root, 'src', 'two.ts'))
  expect(compile()).toEqual({ compiled: 0, removed: 1 })
  expect(existsSync(join(root, 'dist', 'src', 'two.js'))).toBe(false)
  expect(existsSync(join(root, 'dist', 'src', 'table.json'))).toBe(true)
})

test('a source that does not parse stops the build and names its place; what was fine is kept', () => {
  write('src/broken.ts', 'export const = \n')
  write('src/fine.ts', 'export const fine = 1\n')
  expect(compile).toThrow(/Compiling src\/broken\.ts failed/)
  write('src/broken.ts', 'export const mended = 1\n')
  expect(compile().removed).toBe(0)
  expect(existsSync(join(root, 'dist', 'src', 'broken.js'))).toBe(true)
  expect(existsSync(join(root, 'dist', 'src', 'fine.js'))).toBe(true)
})
