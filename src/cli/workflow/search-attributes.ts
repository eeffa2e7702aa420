import { setTimeout as sleep } from 'node:timers/promises'
import type { Client, ConnectionLike } from '@temporalio/client'
import type { SearchAttributePair } from '@temporalio/common'
import type { LocalDate } from '../../time/local-date'
import type { searchKeys } from '../../workflows/search-attributes'
import type { CommandContext } from '../command'

/** As workflows know them: their room is of types only. */
const keys: typeof searchKeys = {
  kpi: { name: 'RetallyKpi', type: 'KEYWORD_LIST' },
  from: { name: 'RetallyFrom', type: 'KEYWORD' },
  to: { name: 'RetallyTo', type: 'KEYWORD' },
  run: { name: 'RetallyRun', type: 'INT' },
  state: { name: 'RetallyState', type: 'KEYWORD' },
}

/** Numbers of the types in Temporal's protocol (`IndexedValueType`). */
const typeNumbers = { KEYWORD: 2, INT: 3, KEYWORD_LIST: 7 } as const

/** What a run is about, as far as it is found by that. */
export interface SearchedBy {
  /** `name@version` */
  kpis?: readonly string[]
  /** UTC days, both included. */
  first?: LocalDate
  last?: LocalDate
}

/** What a start says of attributes: nothing, on a server that has none. */
export interface Searched {
  typedSearchAttributes?: SearchAttributePair[]
}

/** Milliseconds within which a server that was told of new attributes is to know them. */
const knownWithinMs = 20_000

/** Servers of which it was said that they have none. */
const toldOf = new WeakSet<Client>()

/**
 * Starts something with its attributes, on a server that has them or lets us add them. Where it does not, that is said once and it is
 * started without: it is found by its id then.
 */
export async function startSearched<T>(
  { screen }: Pick<CommandContext, 'screen'>,
  client: Client,
  by: SearchedBy,
  start: (searched: Searched) => Promise<T>,
): Promise<T> {
  const refused = await registerSearchAttributes(client)
  if (refused !== null) {
    if (!toldOf.has(client))
      screen.say(
        screen.colors.dim(
          `Temporal's search attributes are left out (${refused}); what runs is found by its id.`,
        ),
      )
    toldOf.add(client)
    return start({})
  }
  for (const until = Date.now() + knownWithinMs; ; await sleep(500)) {
    try {
      return await start({ typedSearchAttributes: searchAttributesOf(by) })
    } catch (error) {
      // The parts of a server read what was added anew every few seconds.
      if (!/search attribute/i.test(reasonOf(error))) throw error
      if (Date.now() > until) return start({})
    }
  }
}

function searchAttributesOf({ kpis = [], first, last }: SearchedBy): SearchAttributePair[] {
  return [
    { key: keys.state, value: 'running' },
    ...(kpis.length > 0 ? [{ key: keys.kpi, value: [...kpis] }] : []),
    ...(first !== undefined ? [{ key: keys.from, value: first }] : []),
    ...(last !== undefined ? [{ key: keys.to, value: last }] : []),
  ]
}

/**
 * Makes sure that the server has the attributes; whoever asks again changes nothing.
 *
 * @returns null when it has them, else why not: on Temporal Cloud only an administrator of the namespace may add them
 */
export async function registerSearchAttributes({ connection, options }: Client): Promise<string | null> {
  const { namespace } = options
  try {
    const missing = await missingAttributes(connection, namespace)
    if (missing.length === 0) return null
    const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, typeNumbers[type]]))
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
    return null
  } catch (error) {
    // Somebody else may have added them at the same moment.
    const left = await missingAttributes(connection, namespace).catch(() => null)
    return left?.length === 0 ? null : reasonOf(error)
  }
}

async function missingAttributes({ operatorService }: ConnectionLike, namespace: string) {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  return Object.values(keys).filter(({ name, type }) => {
    const known = customAttributes[name]
    if (known !== undefined && known !== typeNumbers[type])
      throw new Error(`${name} is there already and of another type`)
    return known === undefined
  })
}

function reasonOf(error: unknown): string {
  const { details, message, cause } = error as { details?: unknown; message?: unknown; cause?: unknown }
  if (typeof details === 'string' && details !== '') return details
  if (cause instanceof Error) return reasonOf(cause)
  return typeof message === 'string' ? message : String(error)
}
