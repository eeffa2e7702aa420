/**
 * What a KPI definition means, as a hash: its own code and everything it is computed with, without what is only
 * for people. Comments, white space, types, the wording fields of a definition, descriptions of parameters and the
 * words of errors do not count; every other change does. So does a compiler that writes the same code as another
 * syntax tree: after an upgrade of @swc/core, run `npm run kpi-lock -- --same-meaning`.
 */
const { createHash } = require('node:crypto')
const { readdirSync, readFileSync } = require('node:fs')
const { join, posix } = require('node:path')
const swc = require('@swc/core')

/** The rooms whose code decides a number: the border reads the records that facts are made of. */
const ROOMS = ['src/kpis/', 'src/facts/', 'src/events/', 'src/time/', 'src/genesys/']

/**
 * Not meaning: suggestions in errors, the words that examples are told in, and the table of measure names, which grows
 * by new lines all the time and whose numbers a test of its own pins.
 */
const NOT_MEANING = [
  'src/facts/measure.ts',
  'src/time/zone-suggestion.ts',
  'src/kpis/suggestion.ts',
  'src/kpis/told.ts',
  'src/kpis/told-agent-day.ts',
  'src/kpis/worked-example.ts',
]

/** What runs every definition. */
const RUNTIME = ['src/kpis/replay.ts', 'src/kpis/reference.ts', 'src/kpis/value.ts']

/** Of a definition: what people read, and what explains how it differs from the version before. */
const WORDING = ['title', 'description', 'formula', 'source', 'example', 'changelog', 'rules']

/** What makes stored facts of the platform's records: read at the border, then folded, under a version of their own. */
const FOLDS = {
  fold: {
    entries: ['src/facts/fold.ts', 'src/genesys/conversation.ts'],
    version: { name: 'foldVersion', file: 'src/facts/fold-version.ts' },
  },
  agentDayFold: {
    entries: ['src/facts/agent-day.ts', 'src/genesys/user-detail.ts', 'src/genesys/agent-schedule.ts'],
    version: { name: 'agentDayVersion', file: 'src/facts/agent-day-version.ts' },
  },
}
const LOCK = 'src/kpis/kpi.lock.json'

/** `name@version` → file, from the folders: `src/kpis/service-level/v1.ts`. */
function listDefinitions(root) {
  const definitions = new Map()
  for (const folder of readdirSync(join(root, 'src/kpis'), { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    for (const file of readdirSync(join(root, 'src/kpis', folder.name))) {
      const version = /^v(\d+)\.ts$/.exec(file)?.[1]
      if (version !== undefined)
        definitions.set(`${folder.name}@${version}`, `src/kpis/${folder.name}/${file}`)
    }
  }
  return new Map([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * The whole lock as the sources now say: the folds, each definition, and each file behind them. `read` gives a
 * file's text by its path from the root.
 */
function readMeaning(root, read = (path) => readFileSync(join(root, path), 'utf8')) {
  const files = new Map()
  const fileOf = (path) => {
    let file = files.get(path)
    if (file === undefined) {
      file = normalise(path, read(path))
      files.set(path, file)
    }
    return file
  }
  const hashOf = (entries) => {
    const closure = closureOf(entries, fileOf)
    return hash(closure.map((path) => `${path} ${fileOf(path).hash}`).join('\n'))
  }
  const foldOf = ({ entries, version: { name, file } }) => ({
    version: Number(new RegExp(`${name} = (\\d+)`).exec(read(file))?.[1]),
    codeHash: hashOf(entries),
  })
  const folds = Object.fromEntries(Object.entries(FOLDS).map(([name, fold]) => [name, foldOf(fold)]))
  const definitions = {}
  for (const [name, path] of listDefinitions(root)) definitions[name] = hashOf([path, ...RUNTIME])
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...folds, definitions, files: Object.fromEntries(sorted.map(([path, file]) => [path, file.hash])) }
}

/** The files a definition's meaning is read from, itself first in the list of reasons. */
function filesBehind(root, entries) {
  const files = new Map()
  return closureOf(entries, (path) => {
    if (!files.has(path)) files.set(path, normalise(path, readFileSync(join(root, path), 'utf8')))
    return files.get(path)
  })
}

function closureOf(entries, fileOf) {
  const seen = new Set()
  const queue = [...entries]
  while (queue.length > 0) {
    const path = queue.pop()
    if (seen.has(path)) continue
    seen.add(path)
    queue.push(...fileOf(path).imports)
  }
  return [...seen].sort()
}

function normalise(path, text) {
  const options = {
    swcrc: false,
    configFile: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  }
  const { code } = swc.transformSync(text, { ...options, filename: path })
  const program = swc.parseSync(code, { syntax: 'ecmascript', target: 'es2022', comments: false })
  const importOf = (item) =>
    'source' in item && item.source?.value?.startsWith('.')
      ? `${posix.join(posix.dirname(path), item.source.value)}.ts`
      : null
  const body = program.body.filter((item) => !NOT_MEANING.includes(importOf(item)))
  const imports = body
    .map(importOf)
    .filter((file) => file !== null && ROOMS.some((room) => file.startsWith(room)))
  return { imports, hash: hash(JSON.stringify(withoutWording(body))) }
}

/** Where in the file a node stands and how it was quoted. */
const NOTATION = ['span', 'ctxt', 'raw']

/** The syntax tree without the words that only people read. */
function withoutWording(node) {
  if (Array.isArray(node)) return node.map(withoutWording)
  if (node === null || typeof node !== 'object') return node
  if (node.type === 'ThrowStatement' || isNewError(node)) return mapParts(node, withoutTexts)
  if (isCallTo(node, 'defineKpi') || isCallTo(node, 'composeKpi')) {
    const [definition] = node.arguments
    const kept = definition.expression.properties.filter((property) => !WORDING.includes(property.key?.value))
    return { type: node.type, defineKpi: withoutWording(kept) }
  }
  if (isDescription(node)) return withoutWording(node.callee.object)
  if (node.type === 'ParenthesisExpression') return withoutWording(node.expression)
  return mapParts(node, withoutWording)
}

function withoutTexts(node) {
  if (Array.isArray(node)) return node.map(withoutTexts)
  if (node === null || typeof node !== 'object') return node
  if (node.type === 'StringLiteral' || node.type === 'TemplateElement') return { type: node.type }
  return mapParts(node, withoutTexts)
}

function mapParts(node, change) {
  const parts = Object.entries(node).filter(([key]) => !NOTATION.includes(key))
  return Object.fromEntries(parts.map(([key, part]) => [key, isPlace(part) ? true : change(part)]))
}

/** A bare place in the text: of a spread's dots the tree keeps only where they stand. */
const isPlace = (part) => part !== null && typeof part === 'object' && 'start' in part && !('type' in part)

const isNewError = (node) => node.type === 'NewExpression' && node.callee.value?.endsWith('Error')

const isCallTo = (node, name) => node.type === 'CallExpression' && node.callee.value === name

const isDescription = (node) =>
  node.type === 'CallExpression' &&
  node.callee.type === 'MemberExpression' &&
  node.callee.property.value === 'describe'

const hash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 32)

/** Sentences about every pinned meaning that is no longer the one in the sources; none when the lock holds. */
function findChanges(root, lock, now = readMeaning(root)) {
  const moved = (entries) => {
    const behind = entries.every((path) => path in now.files) ? filesBehind(root, entries) : entries
    return behind.filter((path) => lock.files[path] !== now.files[path]).join(', ') || 'its set of files'
  }
  const changes = []
  for (const [fold, { entries, version }] of Object.entries(FOLDS)) {
    const pinned = lock[fold]
    if (now[fold].codeHash === pinned?.codeHash || now[fold].version !== pinned?.version) continue
    changes.push(
      `The fold (${entries.join(', ')}) changed under version ${now[fold].version}: ${pinned.codeHash} → ${now[fold].codeHash}, because of ${moved(entries)}. ` +
        `Raise ${version.name} in ${version.file}, so that stored facts are made again from the archive, then run \`npm run kpi-lock\`.`,
    )
  }
  const paths = listDefinitions(root)
  for (const [name, pinned] of Object.entries(lock.definitions)) {
    const path = paths.get(name)
    if (path === undefined) {
      changes.push(
        `${name} is in ${LOCK} and not in src/kpis. Published versions stay for ever: bring it back.`,
      )
    } else if (now.definitions[name] !== pinned) {
      changes.push(
        `${path} (${name}) means something else than was pinned: ${pinned} → ${now.definitions[name]}, because of ${moved([path, ...RUNTIME])}. ` +
          'Put the change back and write the new meaning as the next version beside it (a file, a test, a line in catalogue.ts, a changelog entry). ' +
          'If no number can change by it, pin it with `npm run kpi-lock -- --same-meaning` and say why in the commit.',
      )
    }
  }
  return changes
}

module.exports = { LOCK, findChanges, listDefinitions, readMeaning }
