import { randomBytes } from 'node:crypto'

/** Where the test run's Temporal server answers, as host:port. Its namespace is `default`. */
export function temporalAddress(): string {
  const address = process.env.RETALLY_TEST_TEMPORAL
  if (address === undefined) {
    throw new Error(
      'There is no test Temporal server: tests of this folder are listed as pure in jest.config.cjs.',
    )
  }
  return address
}

/** A task queue nobody else polls; also good as a prefix for workflow ids, which share one namespace. */
export function freshTaskQueue(purpose: string): string {
  return `${purpose}-${randomBytes(6).toString('hex')}`
}
