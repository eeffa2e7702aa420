/**
 * The Temporal server, one program of about 200 MB, kept once per user.
 *
 * Where none is found: the release of the pinned version is downloaded, and where the internet is closed it is built
 * with Go from the Go module proxy. Either way it is made under a temporary name, tried, and only then renamed.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import fileLock from '../../src/local/file-lock.cjs'
import temporalBinary from '../../src/local/temporal-binary.cjs'
import { run } from './child.mjs'
import { during, say } from './talk.mjs'
import { downloadTemporal } from './temporal-download.mjs'

const { TEMPORAL_CLI_VERSION, cachedTemporalPath, findTemporalBinary } = temporalBinary
const VERSION_TIMEOUT_MS = 20_000

async function buildWithGo(folder) {
  const { code } = await run('go', ['version'], { timeoutMs: VERSION_TIMEOUT_MS })
  if (code === undefined) return 'there is no `go` on PATH'
  let last = ''
  const built = await during(
    `Building the Temporal server ${TEMPORAL_CLI_VERSION} with Go (once per user, 3 to 5 minutes)`,
    () =>
      run(
        'go',
        ['install', '-ldflags=-s -w', `github.com/temporalio/cli/cmd/temporal@v${TEMPORAL_CLI_VERSION}`],
        {
          cwd: folder,
          // Its hundreds of megabytes on the way lie in the folder too, which is removed when it is ended.
          env: { ...process.env, CGO_ENABLED: '0', GOBIN: folder, GOTMPDIR: folder, GOFLAGS: '' },
          onLine: (line) => {
            last = line
          },
        },
      ),
    () => last || 'compiling',
  )
  if (built.code === 0) return undefined
  return `\`go install\` ended with code ${built.code}: ${built.output.trim().split('\n').slice(-3).join(' ')}`
}

/** Undefined when the program answers, else what is wrong with it. */
async function whyUnusable(path) {
  const { code, output } = await run(path, ['--version'], { timeoutMs: VERSION_TIMEOUT_MS })
  return code === 0 ? undefined : `${path} --version failed: ${output.trim().slice(0, 200) || 'no answer'}`
}

/** Fills the cache; throws naming every way that was tried when none works. */
async function makeCached(target) {
  const folder = dirname(target)
  mkdirSync(folder, { recursive: true })
  const release = await fileLock.takeLock(join(folder, 'making.lock'), (pid) =>
    say(`Another set-up (process ${pid}) is already getting the Temporal server; waiting for it.`),
  )
  const making = join(folder, `making-${process.pid}`)
  const clear = () => {
    // What was killed a moment ago may still be writing.
    rmSync(making, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    release()
  }
  process.once('exit', clear)
  try {
    if (existsSync(target)) return
    // Only the holder of the lock makes anything here, so these are left from a set-up that was killed.
    for (const name of readdirSync(folder)) {
      if (name.startsWith('making-')) rmSync(join(folder, name), { recursive: true, force: true })
    }
    mkdirSync(making)
    const made = join(making, basename(target))
    const noDownload = await downloadTemporal(making, TEMPORAL_CLI_VERSION)
    const noBuild = noDownload === undefined ? undefined : await buildWithGo(making)
    if (noBuild !== undefined) {
      throw new Error(
        [
          'No Temporal server could be found or made. Tried, in this order:',
          '  1. TEMPORAL_CLI_PATH: not set',
          '  2. `temporal` on PATH: not there',
          `  3. this user's copy: ${target} does not exist`,
          `  4. download: ${noDownload}`,
          `  5. build with Go: ${noBuild}`,
          'Make one of them work (installing Go 1.25 or newer, or the Temporal CLI, is enough) and run set-up again.',
        ].join('\n'),
      )
    }
    const unusable = await whyUnusable(made)
    if (unusable !== undefined) throw new Error(`The Temporal server just made does not run: ${unusable}`)
    renameSync(made, target)
  } finally {
    process.removeListener('exit', clear)
    clear()
  }
}

/** Makes sure there is a Temporal server; returns whether anything had to be done. */
export async function provideTemporal() {
  const found = findTemporalBinary()
  if (found !== undefined) {
    if (found.source === 'cache') return false
    const unusable = await whyUnusable(found.path)
    if (unusable === undefined) return false
    throw new Error(
      `The Temporal server from ${found.source} does not run: ${unusable}. Mend or remove it, then try again.`,
    )
  }
  await makeCached(cachedTemporalPath())
  return true
}
