/**
 * Where the Temporal server's program is on this machine.
 *
 * The order: TEMPORAL_CLI_PATH, then `temporal` on PATH, then the copy that set-up keeps per user. Getting that
 * copy (download, or a build with Go) is set-up's work, in scripts/setup/temporal.mjs; here we only look.
 *
 * Plain JavaScript, because set-up needs it before anything is installed or built.
 */
const { accessSync, constants, statSync } = require('node:fs')
const { homedir } = require('node:os')
const { delimiter, isAbsolute, join } = require('node:path')

/** The newest Temporal CLI that can be built with `go install`; later ones carry a replace directive. */
const TEMPORAL_CLI_VERSION = '1.5.1'

const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal'

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The folder of this version's copy in the user's cache. */
function cachedTemporalFolder(env = process.env) {
  const xdg = env.XDG_CACHE_HOME
  const cache = xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache')
  return join(cache, 'retally', 'temporal', `v${TEMPORAL_CLI_VERSION}`)
}

/** The path of this version's copy in the user's cache, whether or not it is there yet. */
function cachedTemporalPath(env = process.env) {
  return join(cachedTemporalFolder(env), PROGRAM)
}

/** The program and where it was found; undefined when this machine has none. Throws on a TEMPORAL_CLI_PATH that leads nowhere. */
function findTemporalBinary(env = process.env) {
  const named = env.TEMPORAL_CLI_PATH
  if (named) {
    if (!isProgram(named)) {
      throw new Error(
        `TEMPORAL_CLI_PATH is set to "${named}", which is not a program that can be run; correct it, or unset it to let set-up find a Temporal server.`,
      )
    }
    return { path: named, source: 'TEMPORAL_CLI_PATH' }
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    if (folder !== '' && isProgram(join(folder, PROGRAM)))
      return { path: join(folder, PROGRAM), source: 'PATH' }
  }
  const cached = cachedTemporalPath(env)
  return isProgram(cached) ? { path: cached, source: 'cache' } : undefined
}

module.exports = { TEMPORAL_CLI_VERSION, cachedTemporalFolder, cachedTemporalPath, findTemporalBinary }
