import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A member of one of the SDK's models: its type as written, and whether it may be absent. */
interface Member {
  type: string
  optional: boolean
}

const declarations = readFileSync(
  join(__dirname, '../../node_modules/purecloud-platform-client-v2/index.d.ts'),
  'utf8',
)
const read = new Map<string, Map<string, Member>>()

/** The members of an SDK model, read from the SDK's own type declarations. */
function membersOf(model: string): Map<string, Member> {
  const known = read.get(model)
  if (known) return known
  const body = declarations.match(new RegExp(`interface ${model} \\{([^]*?\\n)\\t\\}`))?.[1]
  if (body === undefined) throw new Error(`The SDK declares no model ${model}`)
  const members = new Map<string, Member>()
  for (const [, name, optional, type] of body.matchAll(/"([^"]+)"(\?)?: (.+?);\s*\n/g)) {
    if (name && type) members.set(name, { type, optional: optional === '?' })
  }
  read.set(model, members)
  return members
}

/**
 * Everything about a value that does not fit an SDK model: members the model does not have, required ones
 * that are missing, types that differ, all the way down. Empty when it fits.
 */
export function misfits(value: unknown, model: string, at = model): string[] {
  if (typeof value !== 'object' || value === null) return [`${at} is no object`]
  const members = membersOf(model)
  const found: string[] = []
  for (const [name, { optional }] of members) {
    if (!optional && !(name in value)) found.push(`${at}.${name} is missing`)
  }
  for (const [name, inner] of Object.entries(value)) {
    const member = members.get(name)
    if (!member) found.push(`${at}.${name} is not in the model`)
    else if (inner !== undefined) found.push(...misfitsOfType(inner, member.type, `${at}.${name}`))
  }
  return found
}

function misfitsOfType(value: unknown, type: string, at: string): string[] {
  const list = type.match(/^Array<(.+)>$/)?.[1]
  if (list) {
    if (!Array.isArray(value)) return [`${at} is no list`]
    return value.flatMap((item, index) => misfitsOfType(item, list, `${at}[${index}]`))
  }
  const model = type.match(/^Models\.(\w+)$/)?.[1]
  if (model) return misfits(value, model, at)
  const map = type.match(/^\{ \[key: string\]: (.+); \}$/)?.[1]
  if (map)
    return Object.entries(value as object).flatMap(([key, item]) => misfitsOfType(item, map, `${at}.${key}`))
  return typeof value === type ? [] : [`${at} is ${typeof value}, not ${type}`]
}
