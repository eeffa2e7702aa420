import { UsageError } from '../../errors'
import { utcDay } from '../../time/local-date'
import type { Connection } from '../connection'
import type { StoredDefinition } from '../definitions/read-definitions'
import { readSeals } from './seal-record'

/** What to say to whoever wants the rows of a version that were dropped: where they are, and how they come back. */
export async function rowsDropped(
  db: Connection,
  { definitionKey, name, version, droppedAt }: StoredDefinition,
  code = 'version.dropped',
): Promise<UsageError> {
  const when = droppedAt === null ? '' : ` on ${utcDay(droppedAt)}`
  return new UsageError(`The rows of ${name}@${version} were dropped${when}: there are none here any more.`, {
    code,
    fields: { kpi: name, version },
    advice: await wayBack(db, { definitionKey, name, version }),
  })
}

async function wayBack(
  db: Connection,
  { definitionKey, name, version }: Pick<StoredDefinition, 'definitionKey' | 'name' | 'version'>,
): Promise<string> {
  const [seal] = await readSeals(db, definitionKey)
  if (seal !== undefined) return `Restore it first: retally kpi restore ${seal.folder} --by … --why …`
  return `It was dropped without a seal. Take its retirement back (retally kpi restore ${name}@${version} --by … --why …) and compute it anew: retally backfill ${name}@${version} --from … --to …`
}
