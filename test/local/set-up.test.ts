import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cachedTemporalPath, findTemporalBinary } from '../../src/local/temporal-binary.cjs'

const SCRIPTS = join(__dirname, '..', '..', 'scripts')
const run = promisify(execFile)

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retally-set-up-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Calls an exported function of a set-up script in a Node process and returns its answer. */
async function call(script: string, expression: string): Promise<unknown> {
  const code = `import * as it from ${JSON.stringify(join(SCRIPTS, script))}
    console.log(JSON.stringify({ answer: await (${expression}) }))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code])
  return JSON.parse(stdout).answer
}

function program(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, '#!/bin/sh\necho temporal version 1\n')
  chmodSync(path, 0o755)
  return path
}

describe('the Temporal server is looked for', () => {
  test('at TEMPORAL_CLI_PATH, then on PATH, then in the cache', () => {
    const env = { XDG_CACHE_HOME: join(folder, 'cache'), PATH: join(folder, 'bin') }
    expect(findTemporalBinary(env)).toBeUndefined()
    const cached = program(cachedTemporalPath(env))
    expect(findTemporalBinary(env)).toEqual({ path: cached, source: 'cache' })
    const onPath = program(join(folder, 'bin', 'temporal'))
    expect(findTemporalBinary(env)).toEqual({ path: onPath, source: 'PATH' })
    const named = program(join(folder, 'mine'))
    const withName = { ...env, TEMPORAL_CLI_PATH: named }
    expect(findTemporalBinary(withName)).toEqual({ path: named, source: 'TEMPORAL_CLI_PATH' })
  })

  test('and a TEMPORAL_CLI_PATH that leads nowhere is said, not passed over', () => {
    expect(() => findTemporalBinary({ TEMPORAL_CLI_PATH: join(folder, 'nowhere') })).toThrow(
      /TEMPORAL_CLI_PATH is set/,
    )
  })
})

describe('a download', () => {
  const system = process.platform
  const archive = `temporal_cli_1.2.3_${system}_${process.arch === 'arm64' ? 'arm64' : 'amd64'}.tar.gz`

  async function download(checksum: (body: Buffer) => string): Promise<unknown> {
    program(join(folder, 'source', 'temporal'))
    await run('tar', ['-czf', join(folder, archive), '-C', join(folder, 'source'), 'temporal'])
    const body = readFileSync(join(folder, archive))
    const server = createServer((request, response) => {
      if (request.url === '/v1.2.3/checksums.txt') response.end(`${checksum(body)}  ${archive}\n`)
      else if (request.url === `/v1.2.3/${archive}`) response.end(body)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    mkdirSync(join(folder, 'into'))
    try {
      return await call(
        'setup/temporal-download.mjs',
        `it.downloadTemporal(${JSON.stringify(join(folder, 'into'))}, '1.2.3', 'http://127.0.0.1:${port}').then((why) => why ?? 'fine')`,
      )
    } finally {
      server.close()
    }
  }

  test('that matches its checksum gives the program', async () => {
    expect(await download((body) => createHash('sha256').update(body).digest('hex'))).toBe('fine')
    expect(existsSync(join(folder, 'into', 'temporal'))).toBe(true)
  })

  test('that does not match its checksum gives the reason and no program', async () => {
    expect(await download(() => '0'.repeat(64))).toMatch(/does not match its checksum/)
    expect(existsSync(join(folder, 'into', 'temporal'))).toBe(false)
  })

  test('from a host that cannot be reached gives the reason', async () => {
    const reason = await call(
      'setup/temporal-download.mjs',
      `it.downloadTemporal(${JSON.stringify(folder)}, '1.2.3', 'http://127.0.0.1:9')`,
    )
    expect(reason).toMatch(/cannot be reached/)
  })
})

describe('packages are installed again', () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version: '1', optional: true } },
    })

  const why = () => call('setup/packages.mjs', `it.whyInstall(${JSON.stringify(folder)}) ?? null`)

  test('when there are none, when an install was cut off, and when the lock file moved on; else not', async () => {
    writeFileSync(join(folder, 'package-lock.json'), lock('1.0.0'))
    expect(await why()).toBe('there is no node_modules yet')
    mkdirSync(join(folder, 'node_modules'))
    expect(await why()).toBe('the last install did not finish')
    const installed = join(folder, 'node_modules', '.package-lock.json')
    writeFileSync(installed, JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }))
    expect(await why()).toBeNull()
    writeFileSync(join(folder, 'package-lock.json'), lock('1.0.1'))
    expect(await why()).toBe('a is not as in package-lock.json')
  })
})

describe('the last line of npm test counts', () => {
  const count = (report: unknown, code: number) =>
    call('test/count-tests.mjs', `it.countTests(${JSON.stringify(report)}, ${code})`)
  const report = {
    numPassedTests: 5,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 1,
    numTodoTests: 1,
  }

  test('a suite that could not run as a failure', async () => {
    expect(await count({ ...report, numRuntimeErrorTestSuites: 2 }, 1)).toEqual({
      passed: 5,
      failed: 2,
      skipped: 2,
    })
  })

  test('a run without a report, or that ended badly with all tests passed, as a failure', async () => {
    expect(await count(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(await count(report, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
    expect(await count(report, 0)).toEqual({ passed: 5, failed: 0, skipped: 2 })
  })
})
