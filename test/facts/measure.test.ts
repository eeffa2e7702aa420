import { measureCodes } from '../../src/facts/measure'

/** In the order of their codes, from 1. Appending is free; these stay. */
test('the codes under which facts are stored have not moved', () => {
  expect(Object.entries(measureCodes).slice(0, 60)).toEqual(pinned.map((name, index) => [name, index + 1]))
})

test('no two measures share a code', () => {
  const codes = Object.values(measureCodes)
  expect(new Set(codes).size).toBe(codes.length)
})

const pinned =
  `offered queue-wait answered abandoned short-abandoned flowed-out over-target alert not-responding talk
talk-complete held held-complete after-call-work handle contacting dialing transferred blind-transferred
consult-transferred consulted error connected outbound outbound-attempted outbound-connected outbound-abandoned
active-callback active-callback-complete first-connect first-dial voicemail monitoring monitoring-complete coaching
coaching-complete barging park park-complete agent-response user-response first-response first-engagement
callback-scheduled callback-attempted callback-over-target connected-time average-agent-response
average-customer-response state-transition-error takeover ivr flow-started flow flow-exit flow-disconnect flow-outcome
flow-outcome-failed flow-outcome-time flow-milestone`.split(/\s+/)
