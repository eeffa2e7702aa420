import { didInWords } from '../../src/reports/did-in-words'

const nothing = { days: 0, requests: 0, conversations: 0, subjects: 0, rows: 0, exportMs: 0, computeMs: 0 }
const run = { kind: 'nightly', took: nothing, sent: null, compared: null }

describe('what a run did', () => {
  it('is days, requests, conversations and rows of one over days, without what is nothing', () => {
    const took = { ...nothing, days: 3, requests: 41, conversations: 180, exportMs: 12_000, rows: 1 }
    expect(didInWords({ ...run, took })).toBe('3 days, 41 requests for 180 conversations in 12 s, 1 row')
    expect(didInWords(run)).toBe('nothing')
  })

  it('is batches and items of a delivery, and nothing only where it sent nothing', () => {
    const delivery = { ...run, kind: 'deliver' }
    const sent = { batches: 2, accepted: 385, parked: 3 }
    expect(didInWords({ ...delivery, sent })).toBe('2 batches, 385 items accepted, 3 parked')
    expect(didInWords({ ...delivery, sent: { batches: 1, accepted: 1, parked: 0 } })).toBe(
      '1 batch, 1 item accepted',
    )
    expect(didInWords({ ...delivery, sent: { batches: 0, accepted: 0, parked: 0 } })).toBe('nothing')
  })

  it('is the cells of a reconciliation and how many of them differ', () => {
    const reconciliation = { ...run, kind: 'reconcile' }
    const compared = { cells: 214, differing: 3 }
    expect(didInWords({ ...reconciliation, compared })).toBe('214 cells compared, 3 differ')
    expect(didInWords({ ...reconciliation, compared: { cells: 214, differing: 0 } })).toBe(
      '214 cells compared',
    )
  })

  it('cannot be told while it runs, nor of a delivery or a reconciliation that broke off', () => {
    expect(didInWords({ ...run, took: null })).toBeNull()
    expect(didInWords({ ...run, kind: 'deliver' })).toBeNull()
    expect(didInWords({ ...run, kind: 'reconcile' })).toBeNull()
  })
})
