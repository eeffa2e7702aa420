import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { Connection } from '../../store/connection'
import { readDefinitions, retirementWords } from '../../store/definitions/read-definitions'

/**
 * Whoever names a retired version to have it computed is told so: no day of it would be.
 *
 * @param kpis `name@version`
 * @throws UsageError `version.retired`
 */
export async function refuseRetired(db: Connection, kpis: readonly string[]): Promise<void> {
  const retired = (await readDefinitions(db)).find(
    (each) => each.state === 'retired' && kpis.includes(nameAndVersion(each)),
  )
  if (retired === undefined) return
  const reference = nameAndVersion(retired)
  const { retirement } = retired
  const since = retirement === null ? '' : ` (${retirementWords(retirement)})`
  throw new UsageError(`${reference} is retired${since}: nobody computes it.`, {
    code: 'version.retired',
    fields: { kpi: retired.name, version: retired.version },
    advice: `Take that back: retally kpi restore ${reference} --by … --why …, then give the command again.`,
  })
}
