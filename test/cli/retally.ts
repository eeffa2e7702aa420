import { spawn } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compiled } from '../setup/compiled'

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunningCommand {
  pid: number
  ended: Promise<Ended>
  /** Waits until standard error has the text. */
  says(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
}

export const samples = join(__dirname, '..', 'samples', 'genesys')

/** A folder of this test file's own, for data folders and input files; remove it in `afterAll`. */
export function scratchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(realpathSync(tmpdir()), 'retally-cli-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Starts the real program, as a shell would; the environment holds nothing but what is given. */
export function startRetally(
  args: readonly string[],
  environment: Record<string, string>,
  input = '',
): RunningCommand {
  const child = spawn(process.execPath, [compiled('src/cli/main.ts'), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const heard: (() => void)[] = []
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
    for (const check of heard) check()
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  )
  return {
    pid: child.pid as number,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => stderr.includes(text) && resolve()
        heard.push(check)
        check()
        void ended.then(() => reject(new Error(`It ended without saying "${text}":\n${stderr}`)))
      }),
    signal: (name) => void child.kill(name),
  }
}

/** Runs the real program to its end. */
export function retally(
  args: readonly string[],
  environment: Record<string, string> = {},
  input = '',
): Promise<Ended> {
  return startRetally(args, environment, input).ended
}
