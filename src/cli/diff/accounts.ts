import type { Settings } from '../../config/settings'
import { type KpiDefinition, nameAndVersion } from '../../kpis/definition'
import { givenParameters, parseParameters, resolveParameters } from '../../kpis/parameters'
import type { ReferenceTables } from '../../kpis/reference-tables'
import type { Connection } from '../../store/connection'
import { loadReferenceTables } from '../../store/reference/load-reference-tables'
import type { Interval } from '../../time/interval'
import { tzRelease } from '../../time/zone-table'
import type { NamedAccount } from './compare-replayed'
import { rulesNamed } from './rules-named'

/** What is different on one side, as options say it. */
export interface SideOptions {
  /** `name=value`, over those of the settings. */
  parameters: readonly string[]
  /** Of zones; undefined: those of this build. */
  rules: string | undefined
  /** Tables of files, in place of those of the store. */
  tables: Partial<ReferenceTables>
}

/**
 * One side of a comparison that is replayed, named after what is different about it.
 *
 * @throws UsageError for parameters the definition does not take, and rules that nobody knows
 */
export async function accountOf(
  db: Connection,
  settings: Pick<Settings, 'parameters'>,
  definition: KpiDefinition,
  interval: Interval,
  { parameters: texts, rules: named, tables: other }: SideOptions,
): Promise<NamedAccount> {
  const configured = givenParameters(settings.parameters, definition)
  const parameters = resolveParameters(definition, { ...configured, ...givenIn(definition, texts) })
  const rules = await rulesNamed(db, named, interval)
  const different = [
    ...texts,
    ...(named === undefined ? [] : [`tz ${rules?.release ?? tzRelease}`]),
    ...(Object.keys(other).length === 0 ? [] : ['other reference tables']),
  ]
  const suffix = different.length === 0 ? '' : ` (${different.join(', ')})`
  const tables = { ...(await loadReferenceTables(db)), ...other }
  return { definition, parameters, tables, rules, name: `${nameAndVersion(definition)}${suffix}` }
}

/** Only those that were named: their values as the definition reads them. */
function givenIn(definition: KpiDefinition, texts: readonly string[]): Record<string, unknown> {
  const read = parseParameters(definition, texts)
  const names = texts.map((text) => text.slice(0, text.indexOf('=')))
  return Object.fromEntries(names.map((name) => [name, read[name]]))
}
