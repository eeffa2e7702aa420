import { connect, createServer } from 'node:net'

/** A way to a database on which an answer is lost. */
export interface LossyWay {
  url: string
  close(): void
}

/**
 * Once a statement with this text went by, the answer to the COMMIT that follows is lost, and the connection with it: the server has
 * done it, and nobody is told.
 */
export function losingTheCommitAfter(statement: string, url: string): Promise<LossyWay> {
  const there = new URL(url)
  const between = createServer((asking) => {
    const answering = connect(Number(there.port), there.hostname)
    let isToBeLost = false
    const loses = () => {
      asking.destroy()
      answering.destroy()
    }
    asking.on('error', loses).on('close', loses)
    answering.on('error', loses).on('close', loses)
    asking.on('data', (asked) => {
      isToBeLost ||= asked.includes(statement)
      answering.write(asked)
    })
    answering.on('data', (answer) => {
      if (isToBeLost && answer.includes('COMMIT\0')) loses()
      else asking.write(answer)
    })
  })
  return new Promise((resolve) =>
    between.listen(0, '127.0.0.1', () => {
      const here = new URL(url)
      here.port = String((between.address() as { port: number }).port)
      resolve({ url: here.href, close: () => between.close() })
    }),
  )
}
