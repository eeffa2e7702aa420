import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { compiled } from '../setup/compiled'

type Message = {
  log?: string
  open?: { databaseUrl?: string; temporalAddress?: string }
  closed?: boolean
  failed?: string
}

const started: ChildProcess[] = []

/** A separate process that opens local services on a folder, like a command a person runs in another terminal. */
export type CommandProcess = {
  pid: number
  messages: Message[]
  /** Waits for a message of this kind and returns it. */
  hears<K extends keyof Message>(kind: K): Promise<NonNullable<Message[K]>>
  /** Waits until it has logged this sentence. */
  says(sentence: string): Promise<void>
  /** Asks it to close its services and end. */
  close(): void
  kill(signal: NodeJS.Signals): void
  ended: Promise<void>
}

export function startCommand(
  root: string,
  wanted: ('postgres' | 'temporal')[],
  options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): CommandProcess {
  const local = dirname(compiled('src/local/services.ts'))
  const program = join(__dirname, 'programs', 'hold-services.cjs')
  const child = spawn(process.execPath, [program, root, local, ...wanted], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...options,
  })
  started.push(child)
  const messages: Message[] = []
  let rest = ''
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) messages.push(JSON.parse(line))
  })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      hasEnded = true
      resolve()
    })
  })
  const find = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      if (hasEnded) throw new Error(`The command ended without "${what}": ${JSON.stringify(messages)}`)
      await sleep(20)
    }
  }
  return {
    pid: child.pid as number,
    messages,
    hears: (kind) =>
      find(kind, () => messages.find((message) => message[kind] !== undefined)?.[kind]) as never,
    async says(sentence) {
      await find(sentence, () => messages.find((message) => message.log === sentence))
    },
    close: () => void child.stdin.write('close\n'),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

/** Ends whatever commands a failed test left behind. */
export function endCommands(): void {
  for (const child of started.splice(0)) child.kill('SIGKILL')
}
