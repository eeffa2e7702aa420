import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { UsageError } from '../errors'
import { readYaml } from './read-yaml'
import { type Settings, settingsSchema } from './settings'

type Environment = Readonly<Record<string, string | undefined>>
type Tree = Record<string, unknown>

/**
 * Environment variables and the setting each one is. `<NAME>_FILE` names a file that holds the value,
 * for secrets that should not stand in an environment.
 */
const variables: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: ['databaseUrl'],
  TEMPORAL_ADDRESS: ['temporal', 'address'],
  TEMPORAL_NAMESPACE: ['temporal', 'namespace'],
  RETALLY_TASK_QUEUE: ['temporal', 'taskQueue'],
  GENESYS_ORGANISATION: ['platform', 'organisation'],
  GENESYS_REGION: ['platform', 'region'],
  GENESYS_GATEWAY: ['platform', 'gateway'],
  GENESYS_CLIENT_ID: ['platform', 'clientId'],
  GENESYS_CLIENT_SECRET: ['platform', 'clientSecret'],
  GENESYS_REQUESTS_PER_MINUTE: ['platform', 'requestsPerMinute'],
  RETALLY_LOG_LEVEL: ['log', 'level'],
}

/**
 * Settings from `retally.yaml` (in the data folder, or where `RETALLY_CONFIG` says), overlaid by the
 * environment. A value that does not fit is a `UsageError` naming the setting, where it came from and
 * what was expected; the value itself is not repeated, since it may be a secret.
 */
export function loadSettings(environment: Environment, folder: string): Settings {
  const file = environment.RETALLY_CONFIG ?? join(folder, 'retally.yaml')
  if (environment.RETALLY_CONFIG && !existsSync(file)) {
    throw new UsageError(`The settings file ${file} named by RETALLY_CONFIG does not exist.`, {
      code: 'config.file-missing',
      advice: 'Correct RETALLY_CONFIG, or unset it to use retally.yaml in the data folder.',
    })
  }
  const tree: Tree = existsSync(file) ? readSettingsFile(file) : {}
  for (const [variable, path] of Object.entries(variables)) {
    const value = variableOrFile(environment, variable)
    if (value !== undefined) place(tree, path, convert(variable, value))
  }
  nameTheOrganisation(tree)
  const parsed = settingsSchema.safeParse(tree)
  if (!parsed.success) throw settingsError(file, parsed.error)
  return parsed.data
}

function readSettingsFile(file: string): Tree {
  try {
    const tree = readYaml(readFileSync(file, 'utf8')) ?? {}
    if (typeof tree !== 'object' || Array.isArray(tree)) throw new Error('the file is not a mapping')
    return resolveFileReferences(tree as Tree)
  } catch (cause) {
    throw new UsageError(`The settings file ${file} cannot be read: ${(cause as Error).message}`, {
      code: 'config.unreadable',
      advice:
        'It must be YAML: a mapping of the settings that README.md lists. Put quotes around a value that begins with a sign such as *, ! or @.',
      cause,
    })
  }
}

/** `clientSecretFile: /run/secrets/x` stands for `clientSecret: <its content>`, at any depth. */
function resolveFileReferences(tree: Tree): Tree {
  const resolved: Tree = {}
  for (const [key, value] of Object.entries(tree)) {
    if (key.endsWith('File') && typeof value === 'string') resolved[key.slice(0, -4)] = readSecret(value)
    else if (Array.isArray(value))
      resolved[key] = value.map((v) => (isTree(v) ? resolveFileReferences(v) : v))
    else resolved[key] = isTree(value) ? resolveFileReferences(value) : value
  }
  return resolved
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function variableOrFile(environment: Environment, variable: string): string | undefined {
  const file = environment[`${variable}_FILE`]
  return file ? readSecret(file) : environment[variable] || undefined
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new UsageError(`The secret file ${file} cannot be read.`, {
      code: 'config.secret-unreadable',
      cause,
    })
  }
}

function convert(variable: string, value: string): unknown {
  if (variable === 'GENESYS_REQUESTS_PER_MINUTE') return Number(value)
  if (variable !== 'GENESYS_GATEWAY') return value
  try {
    const url = new URL(value)
    const protocol = url.protocol.replace(':', '')
    return { protocol, host: url.hostname, port: Number(url.port || (protocol === 'https' ? 443 : 80)) }
  } catch {
    throw new UsageError('GENESYS_GATEWAY is not a URL.', {
      code: 'config.gateway',
      advice: 'Write it like http://127.0.0.1:8210, or set GENESYS_REGION for the real platform.',
    })
  }
}

function place(tree: Tree, path: readonly string[], value: unknown): void {
  let node = tree
  for (const key of path.slice(0, -1)) {
    if (!isTree(node[key])) node[key] = {}
    node = node[key] as Tree
  }
  node[path[path.length - 1] as string] = value
}

/** An organisation that was not named is called after its region or `local`: ids must never be empty. */
function nameTheOrganisation(tree: Tree): void {
  const platform = tree.platform
  if (!isTree(platform) || platform.organisation !== undefined) return
  platform.organisation = typeof platform.region === 'string' ? platform.region : 'local'
}

function settingsError(file: string, error: z.ZodError): UsageError {
  const lines = error.issues.flatMap(problemsOf).map((problem) => `  ${problem}`)
  const from = existsSync(file) ? `${file} and the environment` : `the environment; there is no ${file}`
  return new UsageError(`The settings do not fit (from ${from}):\n${lines.join('\n')}`, {
    code: 'config.invalid',
    advice: 'Correct the settings named above; README.md lists them all.',
  })
}

/** Names are told, values never. The scrubber lets a name pass, even that of a secret, before "Unrecognized". */
function problemsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...issue.path, key].join('.')}: Unrecognized setting`)
  const setting = issue.path.join('.')
  const variable = Object.entries(variables).find(([, path]) => path.join('.') === setting)?.[0]
  const name = variable === undefined ? setting || '(root)' : `${setting} (${variable})`
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [`${name}: ${isMissing ? 'Required, and not given' : issue.message}`]
}
