/**
 * Downloads the Temporal CLI's release for this machine and checks it against the release's own checksums.
 * On a closed network it gives up within seconds and says nothing: a build with Go comes next.
 */
import { createHash } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'
import { during } from './talk.mjs'

const RELEASES = 'https://github.com/temporalio/cli/releases/download'
const FIRST_ANSWER_MS = 5_000
const WHOLE_ARCHIVE_MS = 600_000

async function fetchWithin(url, ms) {
  const response = await fetch(url, { signal: AbortSignal.timeout(ms) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response
}

const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' }

/**
 * Puts the program into `folder`; resolves to undefined, or to the reason why not.
 * RETALLY_TEMPORAL_RELEASES names a mirror of the releases, for networks that have one.
 */
export async function downloadTemporal(
  folder,
  version,
  releases = process.env.RETALLY_TEMPORAL_RELEASES || RELEASES,
) {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const arch = ARCHITECTURES[process.arch]
  if (arch === undefined) return `there is no release for ${process.arch}`
  const ending = system === 'windows' ? 'zip' : 'tar.gz'
  const archive = `temporal_cli_${version}_${system}_${arch}.${ending}`
  const file = join(folder, archive)
  try {
    // The small file first: it tells within seconds whether the network is open at all.
    const checksums = await (
      await fetchWithin(`${releases}/v${version}/checksums.txt`, FIRST_ANSWER_MS)
    ).text()
    const expected = checksums
      .split('\n')
      .find((line) => line.endsWith(archive))
      ?.split(/\s+/)[0]
    if (expected === undefined) return `the release v${version} has no ${archive}`
    const body = await during(`Downloading the Temporal server ${version}`, async () =>
      Buffer.from(
        await (await fetchWithin(`${releases}/v${version}/${archive}`, WHOLE_ARCHIVE_MS)).arrayBuffer(),
      ),
    )
    const actual = createHash('sha256').update(body).digest('hex')
    if (actual !== expected)
      return `${archive} does not match its checksum (expected ${expected}, got ${actual})`
    writeFileSync(file, body)
    const { code, output } = await run('tar', ['-xf', file], { cwd: folder })
    rmSync(file, { force: true })
    const program = join(folder, system === 'windows' ? 'temporal.exe' : 'temporal')
    return code === 0 && existsSync(program) ? undefined : `unpacking ${archive} failed: ${output.trim()}`
  } catch (error) {
    const cause = error.cause?.code ?? error.cause?.message
    return `${releases} cannot be reached (${cause ?? error.message})`
  }
}
