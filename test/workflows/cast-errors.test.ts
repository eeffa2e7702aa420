import type { ActivityExecuteInput } from '@temporalio/worker'
import { CastErrors } from '../../src/activities/cast-errors'
import { RetryableError, TerminalError } from '../../src/errors'
import { parseInstant } from '../../src/time/instant'

async function castOf(fail: () => unknown) {
  const next = async () => fail()
  return new CastErrors().execute({} as ActivityExecuteInput, next).then(
    () => undefined,
    (error) => ({ type: error.type, nonRetryable: error.nonRetryable, message: error.message }),
  )
}

const thrown = (error: unknown) => () => {
  throw error
}

describe('the errors of activities', () => {
  test('that are ours keep their code and say whether trying again can help', async () => {
    expect(await castOf(thrown(new TerminalError('No.', { code: 'store.closed' })))).toMatchObject({
      type: 'store.closed',
      nonRetryable: true,
    })
    expect(await castOf(thrown(new RetryableError('Later.', { code: 'genesys.busy' })))).toMatchObject({
      type: 'genesys.busy',
      nonRetryable: false,
    })
    expect(await castOf(() => parseInstant('noon'))).toMatchObject({
      type: 'time.invalid-instant',
      nonRetryable: true,
    })
  })

  test('in the program itself are not tried again', async () => {
    expect(await castOf(thrown(new RangeError('two values of one cell')))).toMatchObject({
      type: 'unexpected.RangeError',
      nonRetryable: true,
    })
    expect(await castOf(() => (undefined as unknown as { x: number }).x)).toMatchObject({
      nonRetryable: true,
    })
  })

  test('of connections are tried again, also those that fetch calls a TypeError', async () => {
    const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    expect(await castOf(thrown(lost))).toMatchObject({ type: 'unexpected.ECONNREFUSED', nonRetryable: false })
    const fetched = new TypeError('fetch failed', { cause: lost })
    expect(await castOf(thrown(fetched))).toMatchObject({ nonRetryable: false })
  })
})
