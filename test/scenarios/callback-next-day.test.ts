/** A customer asks at 23:50 to be called back. The queue lets the call go; Kolkata calls at ten the next morning. */
import { factsOf } from '../facts/told'
import { replayed, summaryOf } from '../kpis/replayed'
import { agents, answer, stay } from './stage'

const tenHours = 36_600
const conversation = factsOf('2026-10-20T18:20:00.000Z', [
  stay('sales', 0, 120, 'flowed-out'),
  stay('sales', 120, tenHours, 'answered', 'callback'),
  {
    ...answer(tenHours - 120, { agent: 'asha', queue: 'sales', from: tenHours - 5, talk: 240, acw: 30 }),
    media: 'callback',
  },
])
const tables = {
  agentZones: agents({ asha: 'Asia/Kolkata' }),
  queueZones: [{ queueId: 'sales', zone: 'Asia/Kolkata', validFrom: null, validTo: null }],
}

test('it came on one local day and was handled on the next', () => {
  const days = (kpi: string) =>
    summaryOf(kpi, [conversation], { tables, by: ['day'] }).cells?.map(({ day }) => day)
  expect(days('offered')).toEqual(['2026-10-20'])
  expect(days('answered')).toEqual(['2026-10-21'])
  expect(days('average-handle-time')).toEqual(['2026-10-21'])
})

test('the call flowed out of its queue, and the callback was answered: two offers, one answer', () => {
  expect(summaryOf('flow-out-rate', [conversation]).parts).toMatchObject({ flowedOut: 1, offered: 2 })
  expect(summaryOf('answered', [conversation], { by: ['media'] }).cells).toMatchObject([
    { media: 'callback', value: 1 },
  ])
})

test('its wait of ten hours is told apart from waits on the line by its medium', () => {
  const waits = replayed('average-speed-of-answer', [conversation])
  expect(waits.map(({ mediaType, parts }) => [mediaType, parts])).toEqual([['callback', [36_480_000, 1]]])
})
