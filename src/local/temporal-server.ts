import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RetryableError, TerminalError, UsageError } from '../errors'
import { type ChildService, startChild } from './child-service'
import { type DataFolder, makeDataFolder } from './data-folder'
import { diskFull, hasNoRoom } from './disk-full'
import { findFreePort } from './free-port'
import { findTemporalBinary } from './temporal-binary.cjs'

export type LocalTemporal = { address: string; uiUrl?: string; pid: number; stop(): Promise<void> }

export type TemporalOptions = {
  /** Serve the web page on which runs can be watched. */
  ui?: boolean
  /** Server settings by dynamic-config key, such as `limit.blobSize.error`. */
  dynamicConfig?: Record<string, string | number | boolean>
  /** Keep histories in memory only. For tests. */
  inMemory?: boolean
  /** Listen here instead of on a free port; lets a killed server come back where its clients look for it. */
  port?: number
}

const NAMESPACE = 'default'
/** Slow first starts on a busy machine were seen to take well over the SDK's own 5 s. */
const START_TIMEOUT_MS = 60_000

function argumentsFor(
  folder: DataFolder,
  options: TemporalOptions,
  port: number,
  uiPort: number | undefined,
) {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
    ...['--log-level', 'warn', '--log-format', 'json'],
    ...(options.inMemory ? [] : ['--db-filename', folder.temporalDatabase]),
    ...(uiPort === undefined ? ['--headless'] : ['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)]),
    ...['--namespace', NAMESPACE],
    ...Object.entries(options.dynamicConfig ?? {}).flatMap(([key, value]) => [
      '--dynamic-config-value',
      `${key}=${JSON.stringify(value)}`,
    ]),
  ]
}

/** True once the server answers for its namespace; a port that merely accepts connections is not ready yet. */
async function answers(address: string): Promise<boolean> {
  // Here and not above: it takes a quarter of a second, which no command should cost that starts no server.
  const { Connection } = require('@temporalio/client') as typeof import('@temporalio/client')
  try {
    const connection = await Connection.connect({ address, connectTimeout: '1s' })
    try {
      await connection.workflowService.describeNamespace({ namespace: NAMESPACE })
      return true
    } finally {
      await connection.close()
    }
  } catch {
    return false
  }
}

async function waitUntilAnswers(server: ChildService, address: string): Promise<boolean> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!(await answers(address))) {
    if (server.hasEnded() || performance.now() > deadline) return false
    await sleep(50)
  }
  return true
}

function locateTemporal(): string {
  try {
    const binary = findTemporalBinary()
    if (binary !== undefined) return binary.path
  } catch (cause) {
    throw new UsageError((cause as Error).message, {
      code: 'local.temporal-cli-path',
      advice: 'Unset TEMPORAL_CLI_PATH, or let it name the `temporal` program itself.',
      cause,
    })
  }
  throw new TerminalError('There is no Temporal server on this machine.', {
    code: 'local.no-temporal',
    advice: 'Run `npm run setup`, which gets one, or set TEMPORAL_ADDRESS to a server of yours.',
  })
}

/**
 * Starts a Temporal server of our own on loopback, with its histories in the data folder.
 * It is stopped when this process ends, in whatever way.
 */
export async function startTemporalServer(
  folder: DataFolder,
  options: TemporalOptions = {},
): Promise<LocalTemporal> {
  makeDataFolder(folder)
  const program = locateTemporal()
  const logFile = join(folder.logs, 'temporal.log')
  let lastWords = ''
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const port = options.port ?? (await findFreePort())
    const uiPort = options.ui ? await findFreePort() : undefined
    const address = `127.0.0.1:${port}`
    const args = argumentsFor(folder, options, port, uiPort)
    const server = await startChild(
      program,
      args,
      logFile,
      { gentle: 'TERM', firm: 'KILL' },
      { cwd: folder.root },
    )
    if (await waitUntilAnswers(server, address)) {
      const uiUrl = uiPort === undefined ? undefined : `http://127.0.0.1:${uiPort}`
      return { address, uiUrl, pid: server.pid, stop: server.stop }
    }
    lastWords = server.lastWords()
    // One that ended by itself mostly found a port taken meanwhile, of which its last words may only be the stack.
    const isWorthAnotherTry = server.hasEnded()
    await server.stop()
    if (!isWorthAnotherTry) break
  }
  // On a full disk its log is full too: the last words are missing.
  if (hasNoRoom(folder.root)) throw diskFull(folder.root, 'the Temporal server did not start on it')
  throw new RetryableError(
    `The Temporal server (${program}) did not start within ${START_TIMEOUT_MS / 1000} s; its last words were:\n${lastWords}`,
    {
      code: 'local.temporal-start',
      advice: `Mend what they name (all of it is in ${logFile}) and try again.`,
    },
  )
}
