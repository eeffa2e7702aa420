import { createServer } from 'node:net'
import { RetryableError } from '../errors'

/** A loopback port nobody listens on now. Somebody may take it before you do: be ready to ask again. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else {
          reject(
            new RetryableError('The system gave no port number for a new loopback socket.', {
              code: 'local.no-port',
              advice: 'Try again; when it persists, close programs that hold many connections open.',
            }),
          )
        }
      })
    })
  })
}
