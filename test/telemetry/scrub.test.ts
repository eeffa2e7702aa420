import fc from 'fast-check'
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
    ['an e-mail address in a query', 'GET /users?mail=jo.bloggs%40example.org', 'jo.bloggs'],
    ['a number in groups', 'called 317-555-0123 twice', '0123'],
    ['a number with an area code in brackets', 'called (317) 555-0123 twice', '555'],
    ['a number in groups with spaces', 'called 020 7946 0958.', '7946'],
    ['a number in pairs', 'called 01 23 45 67 89', '45 67'],
    ['a number with points', 'called 317.555.0123', '0123'],
    ['a local number', 'called 555-0123', '0123'],
    ['a number with its long-distance digit', '1-800-555-0123 is busy', '555'],
    ['two numbers', '317-555-0123,317-555-0199', '0199'],
    ['a number after a date', 'on 2026-11-05 317-555-0123 called', '0123'],
    ['a number after an address', 'from 10.0.0.5 317-555-0123', '0123'],
    ['a number in a query', 'ani=%2B15550100200&x=1', '5550100200'],
    ['a SIP address in a query', 'GET /x?ani=sip%3Ajane%40pbx', 'jane'],
    ['an encoded telephone URI', '%22tel%3A5550123%22', '5550123'],
    ['a token in a query', 'GET /x?token=abcdef&y=1', 'abcdef'],
    ['a token in a line of YAML', 'token: abcdef', 'abcdef'],
    ['a token in a sentence', 'the token: ab12cd was refused', 'ab12cd'],
    ['a token in JSON', '{"token":"abc def"}', 'def'],
    ['a token in JSON in JSON', String.raw`{"body":"{\"token\":\"abc def\"}"}`, 'def'],
    ['a value with a quote in it', String.raw`{"clientSecret": "ab\"cd"}`, 'cd'],
    ['an API key in a header', 'x-api-key: AAA', 'AAA'],
    ['an API key in one word', 'apikey=AAA', 'AAA'],
    ['an API key as camels write it', "{ apiKey: 'AAA' }", 'AAA'],
    ['a key', 'GET /x?key=AAA', 'AAA'],
    ['a URL’s password with a slash', 'postgres://u:pa/ss@h/db', 'ss@'],
    ['the first half of it', 'postgres://u:pa/ss@h/db', 'pa'],
    ['a URL’s password with an @', 'postgres://u:p@ss@h/db', 'ss'],
    ['a URL’s password without a user', 'redis://:hunter2@h:6379', 'hunter2'],
  ]
  test.each(cases)('%s', (_, text, secret) => {
    expect(scrub(text)).not.toContain(secret)
  })

  test.each(cases)('%s: scrubbed twice it is as scrubbed once', (_, text) => {
    expect(scrub(scrub(text))).toBe(scrub(text))
  })

  test('nothing of a telephone, SIP or e-mail address, in whatever shape and wherever it stands', () => {
    const number = fc.constantFrom(
      '+15551234567',
      '5551234567',
      '+44-20-7946-0958',
      '(317)555-0123',
      '%2B15551234567',
    )
    const name = fc.constantFrom('jane', 'jane.bloggs', "o'neil", 'jane+work', 'jane_b', 'jane,bloggs')
    const user = fc.oneof(
      number,
      name,
      fc.tuple(name, fc.constantFrom(':pass', ';isub=44')).map((two) => two.join('')),
    )
    const host = fc.constantFrom(
      'pbxhost',
      'pbx.example.org',
      '10.20.30.40',
      'pbx.example:5060',
      '[2001:db8::7]:5061',
    )
    const parameters = fc
      .array(
        fc.constantFrom(
          ';user=phone',
          ';transport=tls',
          ';phone-context=+1555',
          ';tag=a1b2c3',
          '?subject=Jane',
        ),
      )
      .map((list) => list.join(''))
    const sip = fc
      .tuple(fc.constantFrom('sip:', 'sips:', 'SIP:'), user, host, parameters)
      .map(([scheme, who, where, rest]) => `${scheme}${who}@${where}${rest}`)
    const tel = fc
      .tuple(number, fc.constantFrom('', ';ext=4455', ';phone-context=pbxhost'))
      .map(([who, rest]) => `tel:${who}${rest}`)
    const mail = fc
      .tuple(
        fc.constantFrom('jane.bloggs', 'jane+work', 'jane_b'),
        fc.constantFrom('example.org', 'mail.example.co.uk'),
      )
      .map((two) => two.join('@'))
    const plain = fc.oneof(sip, tel, mail)
    const address = fc.oneof(plain, plain.map(encodeURIComponent))
    const around = fc.constantFrom(
      ['from ', ' to the queue'],
      ['{"ani":"', '","x":1}'],
      ['"Caller" <', '>;state=x'],
      ['(', ').'],
      ['GET /calls?ani=', ' failed'],
      ['', ''],
    )
    fc.assert(
      fc.property(address, around, (shape, [before = '', after = '']) => {
        const kept = scrub(before + shape + after).replace(/\(hidden \w+\)/g, '')
        // Of the text around it a piece beside it may go too, but nothing of the address may stay.
        const isLeftOfAround = [...kept, ''].some(
          (_, at) => before.startsWith(kept.slice(0, at)) && after.endsWith(kept.slice(at)),
        )
        expect({ kept, isLeftOfAround }).toEqual({ kept, isLeftOfAround: true })
      }),
      { numRuns: 3_000 },
    )
  })

  test('a secret that is named, wherever it stands', () => {
    expect(scrub('x-y-z and x-y-z', ['x-y-z'])).toBe('(hidden) and (hidden)')
  })

  test('ids, instants and hosts stay, since they are what one needs', () => {
    const text =
      'job 3f2b6c1e-8a4d-4b57-9a7e-012345678901 at 2026-11-05T06:00:00.000Z from db.example:5432 took 1234 ms'
    expect(scrub(text)).toBe(text)
  })

  test.each([
    ['a date', 'day 2026-11-05 and 2026-11-06, month 2026-11, 3 2026-11-05 4'],
    ['an interval', 'from 2026-10-25T00:00:00.000Z/2026-10-26T00:00:00.000Z'],
    ['a range of days in an id', 'backfill/acme/offered@1/2026-08-01_2026-10-26'],
    ['an instant as Postgres writes it', 'at 2026-11-05 06:00:00.123+00 12 rows'],
    ['an instant with an offset', '2026-11-05T06:00:00.000+05:30 2026-11-05T06:00'],
    ['years', 'in 2025-2026'],
    ['a count', '1,234 rows, 1,234,567 rows, 5551234 rows, 100000 results'],
    ['a small range', 'jobs 12-34, pages 1 2 3 4 5 6 7'],
    ['a version', 'node v20.19.4, 1.2.3, 17.2 and 20.19.4 22.11.0'],
    ['a decimal', 'took 1234.5678 s'],
    ['a date of any year', 'from 0001-01-01 to 9999-12-31'],
    ['a package in a path', 'at query (/srv/app/node_modules/@temporalio/client/lib/client.js:12:3)'],
    ['a host and port', '192.168.100.200:5432 and 10.0.0.5:7233 and db.example:5432 1234 ms'],
    ['an id of digits only', 'job 12345678-1234-1234-1234-123456789012 page 2 item 5'],
    [
      'a sentence about a token',
      'Could not get an access token: the platform answered 401: bad credentials.',
    ],
    ['a setting’s name in an error', 'platform.clientSecret: Invalid input: expected string, received array'],
    ['the name of an unknown key', 'nightly: Unrecognized key: "lookBackDays"'],
    ['the name of an unknown secret', 'platform.token: Unrecognized setting'],
    ['how a parameter is written', '"targetSeconds": write it as name=value'],
    ['a table’s key', 'export_key: 12, run_key=5, Key (day)=(2026-11-05) already exists'],
    ['a URL without a password', 'http://127.0.0.1:8210/api/v2/users?pageSize=100'],
  ])('%s stays', (_, text) => {
    expect(scrub(text)).toBe(text)
  })

  test('a URL’s password ends at the last @, and the host stays', () => {
    for (const password of ['p', 'pa/ss', 'p@ss', 'p:a', '12/3@4']) {
      expect(scrub(`postgres://u:${password}@h:5432/db refused`)).toBe(
        'postgres://u:(hidden)@h:5432/db refused',
      )
    }
  })

  test('the host of a database URL stays, since it is where to look', () => {
    expect(scrub('postgres://retally:hunter2@db.example:5432/x')).toBe(
      'postgres://retally:(hidden)@db.example:5432/x',
    )
  })
})
