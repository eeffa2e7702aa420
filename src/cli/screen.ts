import { createColors } from 'picocolors'
import { colourWanted } from '../reports/colour'
import type { TableOptions } from '../reports/table'

/**
 * Where a command speaks. Standard output is data and nothing else; standard error is talk: what is
 * being done, progress, advice. Progress overwrites its own line on a terminal, and on anything else
 * appears at most every few seconds as a line of its own, so that logs stay readable.
 */
export interface Screen {
  readonly colors: ReturnType<typeof createColors>
  /** Somebody watches: progress may overwrite its line, and a question may be asked. */
  readonly isTerminal: boolean
  readonly columns: number
  /** How a table on standard output may look. A file or a pipe gets whole lines without colour. */
  readonly dataStyle: TableOptions
  data(text: string): void
  say(text: string): void
  progress(text: string): void
  /** Ends a progress line so that what follows starts on a fresh one. */
  settle(): void
}

interface Streams {
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  stderr: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
}

/** Milliseconds between progress lines where nobody watches a terminal. */
const quietEveryMs = 5_000

export function createScreen(streams: Streams, environment: NodeJS.ProcessEnv, now: () => number): Screen {
  const isTerminal = streams.stderr.isTTY === true && environment.TERM !== 'dumb'
  const colors = createColors(colourWanted(environment, streams.stderr.isTTY === true))
  const showsData = streams.stdout.isTTY === true
  const dataStyle = {
    colour: colourWanted(environment, showsData),
    ...(showsData ? { width: Number(environment.COLUMNS) || streams.stdout.columns || 100 } : {}),
  }
  let open = false
  let lastQuietAt = Number.NEGATIVE_INFINITY
  const columns = Number(environment.COLUMNS) || streams.stderr.columns || 100

  function settle(): void {
    if (open) streams.stderr.write('\n')
    open = false
  }
  return {
    colors,
    isTerminal,
    columns,
    dataStyle,
    settle,
    data(text) {
      settle()
      streams.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    say(text) {
      settle()
      streams.stderr.write(`${text}\n`)
    },
    progress(text) {
      if (isTerminal) {
        streams.stderr.write(`\r\u001b[2K${text.slice(0, columns - 1)}`)
        open = true
      } else if (now() - lastQuietAt >= quietEveryMs) {
        lastQuietAt = now()
        streams.stderr.write(`${text}\n`)
      }
    },
  }
}
