import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings } from '../../src/config/load-settings'

const credentials = { GENESYS_CLIENT_ID: 'id', GENESYS_CLIENT_SECRET: 's3cr3t' }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retally-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(text: string, name = 'retally.yaml'): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

describe('settings', () => {
  test('have a default for everything but the platform', () => {
    expect(loadSettings({}, folder)).toMatchObject({
      temporal: { namespace: 'default', taskQueue: 'retally' },
      sinks: [],
      nightly: { at: '03:30', lookbackDays: 3, settledAfterHours: 72, lateAfterDays: 16 },
    })
    expect(loadSettings({}, folder).platform).toBeUndefined()
  })

  test('of the environment win over those of the file', () => {
    write('platform: { region: eu-west-1, clientId: a, clientSecret: b }\n')
    const { platform } = loadSettings({ GENESYS_REGION: 'us-west-2' }, folder)
    expect(platform).toMatchObject({ region: 'us-west-2', clientId: 'a', organisation: 'us-west-2' })
  })

  test('read a secret from the file that a _FILE variable names, without its line end', () => {
    const secret = write('from-a-file\n', 'secret')
    const environment = {
      GENESYS_REGION: 'eu-west-1',
      GENESYS_CLIENT_ID: 'id',
      GENESYS_CLIENT_SECRET_FILE: secret,
    }
    expect(loadSettings(environment, folder).platform?.clientSecret).toBe('from-a-file')
  })

  test('read a secret from the file that a …File key names', () => {
    const secret = write('token', 'token')
    write(
      `sinks: [{ kind: custom-report, url: 'https://x.example', tokenFile: ${secret}, kpis: [offered] }]\n`,
    )
    expect(loadSettings({}, folder).sinks[0]).toMatchObject({ token: 'token' })
  })

  test('take the gateway as a URL', () => {
    const environment = { ...credentials, GENESYS_GATEWAY: 'http://127.0.0.1:8210' }
    expect(loadSettings(environment, folder).platform).toMatchObject({
      gateway: { protocol: 'http', host: '127.0.0.1', port: 8210 },
      organisation: 'local',
    })
  })

  test('allow a faster pace where support raised the limit', () => {
    write(
      'platform: { region: eu-west-1, clientId: a, clientSecret: b, requestsPerMinute: 900, burst: 100, limitPerMinute: 1000 }',
    )
    expect(loadSettings({}, folder).platform).toMatchObject({ requestsPerMinute: 900, burst: 100 })
  })

  test('keep the pace and the burst within the platform’s limit when nothing is said of them', () => {
    write('platform: { region: eu-west-1, clientId: a, clientSecret: b }')
    expect(loadSettings({}, folder).platform).toMatchObject({
      requestsPerMinute: 240,
      burst: 60,
      limitPerMinute: 300,
    })
  })

  const wrong: [string, string, Record<string, string>, RegExp][] = [
    ['a misspelt key', 'nightly: { lookBackDays: 3 }', {}, /nightly.*lookBackDays/],
    [
      'a misspelt key of Temporal',
      'temporal: { adress: "temporal:7233" }',
      {},
      /temporal\.adress: Unrecognized setting/,
    ],
    [
      'a platform without region and gateway',
      '',
      credentials,
      /platform\.region \(GENESYS_REGION\): neither a region/,
    ],
    [
      'a pace and a burst beyond what the platform allows',
      'platform: { region: eu-west-1, clientId: a, clientSecret: b, requestsPerMinute: 300 }',
      {},
      /platform\.requestsPerMinute \(GENESYS_REQUESTS_PER_MINUTE\): 300 and a burst of 60 make up to 360 requests in a minute, more than the 300 /,
    ],
    [
      'a pace of the environment beyond what the platform allows',
      '',
      { ...credentials, GENESYS_REGION: 'eu-west-1', GENESYS_REQUESTS_PER_MINUTE: '241' },
      /platform\.requestsPerMinute \(GENESYS_REQUESTS_PER_MINUTE\): 241 and a burst of 60 .*platform\.limitPerMinute/,
    ],
    [
      'a late pull of days that no night looks at',
      'nightly: { lateAfterDays: 60 }',
      {},
      /nightly\.lateAfterDays: a night looks at 60 days; expected fewer of them, or 0 for no late pull/,
    ],
    ['a time that is none', 'nightly: { at: "25:00" }', {}, /nightly\.at: expected a UTC time/],
    [
      'two sinks of one name',
      'sinks:\n  - { kind: custom-report, url: "https://a.example", kpis: [offered] }\n  - { kind: custom-report, url: "https://b.example", kpis: [offered] }',
      {},
      /sinks: two sinks have the same name/,
    ],
    [
      'a gateway that is no URL',
      '',
      { ...credentials, GENESYS_GATEWAY: 'nowhere' },
      /GENESYS_GATEWAY is not a URL/,
    ],
    ['a file that is not a mapping', '- a\n- b', {}, /cannot be read: the file is not a mapping/],
    ['a secret file that is not there', '', { DATABASE_URL_FILE: '/nowhere/secret' }, /cannot be read/],
  ]
  test.each(wrong)('with %s are refused with the setting named', (_, text, environment, message) => {
    write(text)
    expect(() => loadSettings(environment, folder)).toThrow(message)
  })

  test('that do not fit are refused without repeating what was given: it may be a secret', () => {
    write('platform: { region: eu-west-1, clientId: a, clientSecret: [hunter2] }\nlog: { level: [\n')
    const refuse = () => loadSettings({}, folder)
    expect(refuse).toThrow(/cannot be read/)
    expect(refuse).not.toThrow(/hunter2/)
    write('platform: { region: eu-west-1, clientId: a, clientSecret: [hunter2] }')
    expect(refuse).toThrow(/platform\.clientSecret/)
    expect(refuse).not.toThrow(/hunter2/)
  })

  test.each(['*hunter2', '!hunter2', '|hunter2', '@hunter2', '"x" hunter2', '{ hunter2', '"\\hunter2"'])(
    'with a secret that needs quotes, %s, are refused without a word of it',
    (value) => {
      write(`platform:\n  clientSecret: ${value}\n`)
      const warned = jest.spyOn(process, 'emitWarning')
      expect(() => loadSettings({}, folder)).toThrow(/cannot be read/)
      expect(() => loadSettings({}, folder)).not.toThrow(/hunter2/)
      expect(warned).not.toHaveBeenCalled()
      warned.mockRestore()
    },
  )

  test.each([
    'postgres://jane:hunter2@db.example:5432/retally',
    'postgresql://jane@db.example/retally?sslmode=require',
    'postgres://jane:hunter2@/retally?host=/run/postgresql',
    'postgres:///retally?host=/run/postgresql',
    'postgres://%2Frun%2Fpostgresql/retally',
    'socket:/run/postgresql?db=retally',
    '/run/postgresql retally',
    'postgres://jane:a%40b%2Fc%23d@db.example/retally',
  ])('take the database at %s', (url) => {
    expect(loadSettings({ DATABASE_URL: url }, folder).databaseUrl).toBe(url)
  })

  test.each([
    ['hunter2', /begins with postgres:\/\//],
    ['mysql://jane:hunter2@db.example/retally', /begins with postgres:\/\//],
    ['postgres://jane:hunter2@db.example:5432', /names no database/],
    ['postgres://jane:hunter2@db.example/', /names no database/],
    ['postgres:///hunter2', /names no host/],
    ['postgres://jane:hunter2@db.example:99999/retally', /a port is a number/],
    ['postgres://jane:hunter2#x@db.example/retally', /# as %23/],
    ['postgres://jane:12/hunter2@db.example/retally', /\/ as %2F/],
    ['postgres://jane:12#hunter2@db.example/retally', /# as %23/],
    ['socket:/run/hunter2', /names no database/],
    ['/run/hunter2', /name of the database/],
  ])('refuse %s as a database, saying what is wrong and repeating nothing of it', (url, message) => {
    const refuse = () => loadSettings({ DATABASE_URL: url }, folder)
    expect(refuse).toThrow(message)
    expect(refuse).toThrow(/databaseUrl \(DATABASE_URL\): /)
    expect(refuse).not.toThrow(/hunter2|jane|db\.example/)
  })

  test('named by RETALLY_CONFIG must exist', () => {
    expect(() => loadSettings({ RETALLY_CONFIG: join(folder, 'gone.yaml') }, folder)).toThrow(
      /does not exist/,
    )
  })
})
