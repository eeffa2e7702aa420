import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * Stops a service whose parent is gone.
 *
 * A tiny shell holds one end of a pipe whose other end only we hold. When we end, in whatever way (return, Ctrl-C,
 * crash, kill -9), the pipe closes, `read` fails, and the shell ends the service. When we stop the service ourselves,
 * we say so first and the shell just leaves.
 */
const VIGIL = `
read -r word && exit 0
kill -s "$2" "$1" 2>/dev/null
n=0
while kill -0 "$1" 2>/dev/null && [ "$n" -lt 150 ]; do sleep 0.1; n=$((n + 1)); done
kill -s "$3" "$1" 2>/dev/null
[ -z "$4" ] || rm -rf -- "$4"
exit 0
`

export type Guarding = {
  /** The signal that asks the service to end. */
  gentle: 'INT' | 'TERM'
  /** The signal that ends it when it has not listened for 15 seconds. */
  firm: 'QUIT' | 'KILL'
  /** A folder to remove once the service has ended; for tests, whose data nobody wants afterwards. */
  removeAfter?: string
}

/** Watches over the service with this pid until `dismiss` is called, which is when we stop it ourselves. */
export function guard(pid: number, { gentle, firm, removeAfter = '' }: Guarding): { dismiss(): void } {
  // Detached: a Ctrl-C in the terminal must not end the guardian before its time.
  const shell = spawn('/bin/sh', ['-c', VIGIL, 'retally-guardian', String(pid), gentle, firm, removeAfter], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  })
  shell.stdin.on('error', () => {})
  shell.unref()
  // The pipe is a socket, though its type does not say so; it must not keep a finished program alive.
  if (shell.stdin instanceof Socket) shell.stdin.unref()
  return { dismiss: () => void shell.stdin.end('dismissed\n') }
}
