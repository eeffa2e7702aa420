import { scrub } from '../../src/telemetry/scrub'

describe('what a scrubbed text no longer says', () => {
  const cases: [string, string, string][] = [
    ['a bearer token', 'sent Authorization: Bearer abc.def-123 again', 'abc.def-123'],
    ['a basic credential', 'Basic c2VjcmV0OnNlY3JldA==', 'c2VjcmV0OnNlY3JldA=='],
    ['a JSON web token', 'got eyJhbGciOiJI.eyJzdWIiOiIx.SflKxw', 'eyJhbGciOiJI'],
    ['the password of a database URL', 'postgres://retally:hunter2@db.example:5432/x refused', 'hunter2'],
    ['a client secret in a form', 'client_secret=s3cr3t&grant_type=x', 's3cr3t'],
    ['a password in JSON', '{"password": "hunter2"}', 'hunter2'],
    ['a telephone URI', 'ani tel:+15551234567 unknown', '5551234567'],
    ['a SIP address', 'from sip:jo@pbx.example', 'jo@pbx'],
    ['a number with a plus', 'called +44 20 7946 0958 twice', '7946'],
    ['a bare long number', 'called 02079460958 twice', '02079460958'],
    ['an e-mail address', 'mail to jo.bloggs@example.org failed', 'jo.bloggs'],
  ]
  test.each(cases)('%s', (_, text, secret) => {
    expect(scrub(text)).not.toContain(secret)
  })

  test('a secret that is named, wherever it stands', () => {
    expect(scrub('x-y-z and x-y-z', ['x-y-z'])).toBe('(hidden) and (hidden)')
  })

  test('ids, instants and hosts stay, since they are what one needs', () => {
    const text =
      'job 3f2b6c1e-8a4d-4b57-9a7e-012345678901 at 2026-11-05T06:00:00.000Z from db.example:5432 took 1234 ms'
    expect(scrub(text)).toBe(text)
  })

  test('the host of a database URL stays, since it is where to look', () => {
    expect(scrub('postgres://retally:hunter2@db.example:5432/x')).toBe(
      'postgres://retally:(hidden)@db.example:5432/x',
    )
  })
})
