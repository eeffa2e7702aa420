import { execFile, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { loadSettings } from '../src/config/load-settings'

interface Service {
  image: string
  build?: string
  restart?: string
  command?: string | string[]
  environment?: Record<string, string>
  secrets?: string[]
  ports?: string[]
  healthcheck?: { test?: string[]; disable?: boolean }
  logging?: { options: Record<string, string> }
  depends_on?: Record<string, { condition: string }>
}

const root = join(__dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>
  secrets: Record<string, { file: string }>
}
const services = Object.entries(compose.services)
const service = (name: string) => compose.services[name] as Service
const dockerfile = read('Dockerfile')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retally-production-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('docker-compose.yml', () => {
  test('has Postgres, Temporal on it with its page, a one-shot migration, and workers', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['postgres', 'temporal', 'temporal-ui', 'migrate', 'worker']),
    )
    expect(service('temporal').environment).toMatchObject({ DB: 'postgres12', POSTGRES_SEEDS: 'postgres' })
    expect(service('worker').depends_on).toEqual({
      migrate: { condition: 'service_completed_successfully' },
      'temporal-namespace': { condition: 'service_completed_successfully' },
    })
  })

  test('pins every image to one release', () => {
    const images = services.map(([, { image }]) => image)
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image as string)
    for (const image of [...images, ...bases]) expect(image).toMatch(/:(?:\d+\.\d+\.\d+|\d+\.\d+-\w+)/)
  })

  test.each(services)('%s comes back by itself, and its log has an end', (_, { restart, logging }) => {
    expect(restart).toMatch(/^(?:unless-stopped|on-failure:\d+)$/)
    expect(logging?.options).toMatchObject({ 'max-size': expect.any(String), 'max-file': expect.any(String) })
  })

  test('has a health check for everything that stays', () => {
    const stays = services.filter(([, { restart }]) => restart === 'unless-stopped')
    expect(stays.map(([name]) => name)).toEqual(['postgres', 'temporal', 'temporal-ui', 'worker'])
    for (const [, { healthcheck, build }] of stays) expect(build ?? healthcheck?.test).toBeTruthy()
    expect(dockerfile).toMatch(/^HEALTHCHECK .*docker\/health\.mjs/m)
  })

  test('opens nothing but Temporal’s page, and that to this machine only', () => {
    expect(services.flatMap(([, { ports }]) => ports ?? [])).toEqual(['127.0.0.1:8080:8080'])
  })

  test('hands every secret over by a file that make-secrets.sh makes or asks for', () => {
    for (const [, { environment = {} }] of services) {
      const secrets = Object.keys(environment).filter((name) =>
        /PASSWORD|PWD|SECRET|TOKEN|DATABASE_URL/.test(name),
      )
      expect(secrets.filter((name) => !name.endsWith('_FILE'))).toEqual([])
    }
    cpSync(join(root, 'docker'), join(folder, 'docker'), { recursive: true })
    const make = () => spawnSync('sh', [join(folder, 'docker', 'make-secrets.sh')], { encoding: 'utf8' })
    const first = make()
    expect(first.status).toBe(1)
    for (const asked of [
      'genesys_client_id',
      'genesys_client_secret',
      'GENESYS_REGION',
      'GENESYS_ORGANISATION',
    ]) {
      expect(first.stderr).toContain(asked)
    }
    const secret = (name: string) => join(folder, 'docker', 'secrets', name)
    writeFileSync(secret('genesys_client_id'), 'an-id\n')
    writeFileSync(secret('genesys_client_secret'), 'a-secret\n')
    writeFileSync(join(folder, '.env'), 'GENESYS_REGION=eu-central-1\nGENESYS_ORGANISATION=acme\n')
    const password = readFileSync(secret('retally_password'), 'utf8')
    expect(make()).toMatchObject({ status: 0, stdout: 'All secrets and settings are there.\n' })
    expect(readFileSync(secret('retally_password'), 'utf8')).toBe(password)
    for (const { file } of Object.values(compose.secrets)) {
      expect(readFileSync(join(folder, file), 'utf8')).not.toBe('')
    }
  })

  test('gives a worker settings it takes, with a region and an organisation that have no default', () => {
    const { environment = {}, secrets = [] } = service('worker')
    expect(environment.GENESYS_REGION).toMatch(/^\$\{GENESYS_REGION:\?/)
    expect(environment.GENESYS_ORGANISATION).toMatch(/^\$\{GENESYS_ORGANISATION:\?/)
    writeFileSync(join(folder, 'database_url'), 'postgres://retally:secret@postgres:5432/retally')
    writeFileSync(join(folder, 'genesys_client_id'), 'an-id\n')
    writeFileSync(join(folder, 'genesys_client_secret'), 'a-secret\n')
    const given = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace('/run/secrets', folder),
    ])
    const settings = loadSettings(
      {
        ...Object.fromEntries(given),
        GENESYS_REGION: 'eu-central-1',
        GENESYS_ORGANISATION: 'acme',
        RETALLY_LOG_LEVEL: 'info',
      },
      folder,
    )
    expect(secrets).toEqual(['database_url', 'genesys_client_id', 'genesys_client_secret'])
    expect(settings).toMatchObject({
      databaseUrl: 'postgres://retally:secret@postgres:5432/retally',
      temporal: { address: 'temporal:7233', namespace: 'retally' },
      platform: { organisation: 'acme', clientId: 'an-id', clientSecret: 'a-secret' },
    })
  })
})

test('the image runs compiled JavaScript as an ordinary user, and has no TypeScript', () => {
  const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  const copied = [...last.matchAll(/^COPY (?:--from=\w+ )?(\S+)/gm)].map(([, what]) => what)
  expect(copied).toEqual([
    '/retally/node_modules',
    '/retally/dist',
    'package.json',
    'bin',
    'docker/health.mjs',
  ])
  expect(dockerfile).toMatch(/npm ci --omit=dev/)
  expect(last).toMatch(/^USER node$/m)
})

describe('the health check of the image', () => {
  const open: Server[] = []
  afterEach(() => {
    for (const server of open.splice(0)) server.close()
  })

  async function listening(where: { host: string } | { path: string }): Promise<number> {
    const server = createServer((socket) => socket.end())
    open.push(server)
    await new Promise<void>((resolve) =>
      server.listen('host' in where ? { ...where, port: 0 } : where, resolve),
    )
    return (server.address() as AddressInfo).port
  }

  function health(environment: Record<string, string>): Promise<{ code: unknown; said: string }> {
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        [join(root, 'docker', 'health.mjs')],
        { env: environment },
        (error, _, said) => resolve({ code: error?.code ?? 0, said }),
      ),
    )
  }

  test('is well when the database and Temporal can be reached, by name and by socket', async () => {
    const four = await listening({ host: '127.0.0.1' })
    await listening({ path: join(folder, '.s.PGSQL.5432') })
    const well = { code: 0, said: '' }
    const temporal = { TEMPORAL_ADDRESS: `127.0.0.1:${four}` }
    expect(await health({ ...temporal, DATABASE_URL: `postgres://u:p@localhost:${four}/db` })).toEqual(well)
    expect(await health({ ...temporal, DATABASE_URL: `postgres://u:p@/db?host=${folder}` })).toEqual(well)
  })

  test('takes an address of version 6', async () => {
    const { said } = await health({ DATABASE_URL: 'postgres://u:p@[::1]:1/db' })
    expect(said).toMatch(/^Postgres does not answer at ::1:1 /)
    expect(said).not.toContain('ENOTFOUND')
  })

  test('says which one cannot be reached and where, and no password', async () => {
    const { code, said } = await health({ DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:1/db' })
    expect({ code, said }).toEqual({
      code: 1,
      said: 'Postgres does not answer at 127.0.0.1:1 (ECONNREFUSED).\n',
    })
  })
})
