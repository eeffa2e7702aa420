import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/**
 * The table of rooms (ARCHITECTURE.md, "Who may import whom"), read against every import in `src/`.
 * `errors` is open to all. A `type:` prefix admits type-only imports.
 */
const rooms: Record<string, { rooms: string[]; packages: string[] }> = {
  errors: { rooms: [], packages: [] },
  time: { rooms: [], packages: ['luxon', 'moment-timezone', 'node:crypto'] },
  events: { rooms: ['time'], packages: [] },
  facts: { rooms: ['time', 'events'], packages: [] },
  kpis: { rooms: ['time', 'events', 'facts'], packages: ['zod', 'node:crypto'] },
  reconciliation: { rooms: ['time', 'kpis', 'facts'], packages: [] },
  planning: { rooms: ['time', 'kpis'], packages: ['zod', 'node:crypto'] },
  comparison: { rooms: ['time', 'kpis'], packages: [] },
  genesys: {
    rooms: ['time', 'events', 'facts', 'telemetry'],
    packages: ['purecloud-platform-client-v2', 'rrule', 'zod', 'node:*'],
  },
  store: {
    rooms: [
      'time',
      'events',
      'facts',
      'kpis',
      'migrations',
      'type:reconciliation',
      'type:planning',
      'type:comparison',
    ],
    packages: ['knex', 'pg', 'pg-copy-streams', 'node:*'],
  },
  delivery: { rooms: ['kpis', 'time'], packages: ['node:crypto'] },
  reports: {
    rooms: ['reconciliation', 'planning', 'type:comparison', 'time', 'kpis'],
    packages: ['csv-stringify', 'picocolors'],
  },
  config: { rooms: [], packages: ['zod', 'yaml', 'node:*'] },
  telemetry: { rooms: [], packages: ['pino'] },
  local: {
    rooms: [],
    packages: ['pg', 'node:*', '@temporalio/client'],
  },
  activities: {
    rooms: [
      'time',
      'facts',
      'kpis',
      'reconciliation',
      'planning',
      'genesys',
      'store',
      'delivery',
      'telemetry',
      'type:config',
    ],
    packages: ['@temporalio/activity', 'type:@temporalio/worker', 'node:*'],
  },
  workflows: { rooms: ['type:*'], packages: ['@temporalio/workflow'] },
  worker: { rooms: ['*'], packages: ['*'] },
  cli: {
    rooms: [
      'config',
      'store',
      'reports',
      'reconciliation',
      'planning',
      'comparison',
      'kpis',
      'facts',
      'type:events',
      'time',
      'genesys',
      'local',
      'telemetry',
      'worker',
      'type:workflows',
      'activities',
    ],
    packages: ['*'],
  },
}

const source = join(__dirname, '..', 'src')

interface Import {
  file: string
  room: string
  target: string
  isType: boolean
}

const imports = sourceFiles(source).flatMap(importsOf)

describe('the rooms of src/', () => {
  test('every folder is a room of the table', () => {
    const folders = readdirSync(source).map((name) => name.replace(/\.ts$/, ''))
    expect(folders.filter((folder) => rooms[folder] === undefined)).toEqual([])
  })

  test('nobody imports what the table does not allow', () => {
    expect(imports.map(breach).filter((text) => text !== null)).toEqual([])
  })

  test('the table allows nothing that nobody needs', () => {
    expect(Object.entries(rooms).flatMap(needless)).toEqual([])
  })

  test('the simulator shares no code with src/', () => {
    const simulator = sourceFiles(join(__dirname, '..', 'simulator')).flatMap(importsOf)
    const crossings = simulator.filter(({ file, target }) =>
      target.startsWith('.') ? resolve(dirname(file), target).startsWith(source) : false,
    )
    expect(crossings.map(({ file, target }) => `${relative(source, file)} imports ${target}`)).toEqual([])
  })

  test('the reader of imports sees them', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(
      imports.some(({ room, target }) => room === 'workflows' && target === '@temporalio/workflow'),
    ).toBe(true)
  })
})

function breach({ file, room, target, isType }: Import): string | null {
  const allowed = rooms[room]
  if (allowed === undefined) return null
  const where = `src/${relative(source, file)}`
  if (!target.startsWith('.')) {
    if (isAllowed(allowed.packages, packageOf(target), isType)) return null
    return `${where} imports ${target}: the room "${room}" may use only ${allowed.packages.join(', ') || 'no package'}. Move the code to the room that owns the package, or pass in what you need.`
  }
  const other = roomOf(resolve(dirname(file), target))
  if (other === room || other === 'errors' || isAllowed(allowed.rooms, other, isType)) return null
  return `${where} imports ${target}: the room "${room}" may import only ${allowed.rooms.join(', ') || 'no other room'}. Data flows one way; an import that feels uphill usually wants a new noun, or a value handed in by the caller.`
}

/** Entries of a room that no import in it uses. */
function needless([room, { rooms: others, packages }]: [string, (typeof rooms)[string]]): string[] {
  const own = imports.filter((one) => one.room === room)
  const unused = (list: string[], nameOf: (one: Import) => string | null) =>
    list.filter((entry) => {
      if (entry.includes('*')) return false
      const name = entry.replace(/^type:/, '')
      return !own.some((one) => nameOf(one) === name)
    })
  return [
    ...unused(others, ({ file, target }) =>
      target.startsWith('.') ? roomOf(resolve(dirname(file), target)) : null,
    ),
    ...unused(packages, ({ target }) => (target.startsWith('.') ? null : packageOf(target))),
  ].map((entry) => `the room "${room}" may import ${entry} and does not: take it out of the table.`)
}

function isAllowed(list: string[], name: string, isType: boolean): boolean {
  return list.some((entry) => {
    const [pattern, typeOnly] = entry.startsWith('type:') ? [entry.slice(5), true] : [entry, false]
    if (typeOnly && !isType) return false
    return pattern === '*' || pattern === name || (pattern === 'node:*' && name.startsWith('node:'))
  })
}

function packageOf(target: string): string {
  if (target.startsWith('node:')) return target
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The folder of `src/` a file is in; of a file elsewhere, the folder of the repository. */
function roomOf(path: string): string {
  const inSource = relative(source, path).split('/')
  const [folder] = inSource[0] === '..' ? inSource.slice(1) : inSource
  return (folder as string).replace(/\.ts$/, '')
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sourceFiles(path)
    return entry.name.endsWith('.ts') ? [path] : []
  })
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8')
  const found: Import[] = []
  const statement = /^\s*(?:import|export)\s+(type\s+)?([^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
  for (const [, type, clause, target] of text.matchAll(statement)) {
    const named = clause?.match(/^\{([^}]*)\}\s+from\s+$/s)?.[1]
    const allTypes = named
      ?.split(',')
      .filter((name) => name.trim() !== '')
      .every((name) => name.trim().startsWith('type '))
    found.push({
      file,
      room: roomOf(file),
      target: target as string,
      isType: type !== undefined || allTypes === true,
    })
  }
  for (const [, target] of text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    found.push({ file, room: roomOf(file), target: target as string, isType: false })
  }
  return found
}
