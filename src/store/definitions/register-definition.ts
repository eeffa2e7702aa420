import type { PoolClient } from 'pg'
import { TerminalError } from '../../errors'
import { quotientOf, scaleOf } from '../../kpis/aggregation'
import { declarationOf } from '../../kpis/declared'
import { type KpiDefinition, maturityDaysOf } from '../../kpis/definition'
import { subjectOf } from '../../kpis/subject'
import { formatInstant, type Instant } from '../../time/instant'
import { inTransaction, type Store } from '../open-store'
import { notePublication } from './note-publication'
import { lockKpi } from './publish-definition'
import type { StoredState } from './read-definitions'
import { readPeriods } from './read-periods'

export interface RegisteredDefinition {
  definitionKey: number
  state: StoredState
}

/**
 * Gives a definition version its key. The first version of a KPI that is registered is published at once; later ones are
 * candidates until somebody promotes them. Registering again refreshes parameters and fingerprint; that the meaning of a published version
 * did not change is the lock file's business.
 *
 * @throws TerminalError `store.parts-changed` when stored rows have other parts than the definition now declares
 */
export async function registerDefinition(
  store: Store,
  definition: KpiDefinition,
  as: { parameters: Readonly<Record<string, unknown>>; fingerprint: string; at: Instant; by: string },
): Promise<RegisteredDefinition> {
  const { numerator, denominator, scale, needs, overNothing } = shownAs(definition)
  const { distribution } = definition
  return inTransaction(store, async (tx) => {
    await lockKpi(tx, definition.name)
    await refuseOtherParts(tx, definition)
    const { rows } = await tx.query<RegisteredDefinition>(
      `
      INSERT INTO kpi_definition (name, version, unit, parts, numerator, denominator, scale, zone_anchor, parameters,
                                  fingerprint, state, registered_at, distribution, distribution_zeros, aggregation, subject,
                                  maturity_days, needs, over_nothing, declared)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'candidate', $11, $12, $13, $14, $15, $16, $17, $18, $19)
          ON CONFLICT (name, version) DO UPDATE
         SET parameters = excluded.parameters, fingerprint = excluded.fingerprint, maturity_days = excluded.maturity_days,
             distribution = excluded.distribution, distribution_zeros = excluded.distribution_zeros,
             declared = excluded.declared
      RETURNING definition_key AS "definitionKey", state`,
      [
        definition.name,
        definition.version,
        definition.unit,
        definition.parts,
        numerator,
        denominator,
        scale,
        definition.zoneAnchor,
        JSON.stringify(as.parameters),
        as.fingerprint,
        formatInstant(as.at),
        distribution === null ? null : position(definition, distribution.of),
        distribution?.zeros === 'count',
        definition.aggregation.kind,
        subjectOf(definition),
        maturityDaysOf(definition, as.parameters),
        needs,
        overNothing,
        JSON.stringify(declarationOf(definition)),
      ],
    )
    const registered = rows[0] as RegisteredDefinition
    const periods = await readPeriods(tx, definition.name)
    if (periods.size > 0) return registered
    await notePublication(tx, {
      name: definition.name,
      action: 'first',
      from: null,
      to: definition.version,
      since: null,
      range: null,
      at: as.at,
      by: as.by,
      why: 'the first version of this KPI that is computed here',
      evidence: {},
      stands: [{ since: null, version: definition.version }],
    })
    return { ...registered, state: 'active' }
  })
}

async function refuseOtherParts(tx: PoolClient, { name, version, parts }: KpiDefinition): Promise<void> {
  const { rows } = await tx.query<{ parts: string[] }>(
    'SELECT parts FROM kpi_definition WHERE name = $1 AND version = $2',
    [name, version],
  )
  const stored = rows[0]?.parts
  if (stored === undefined || stored.join() === parts.join()) return
  throw new TerminalError(
    `${name}@${version} is stored with the parts ${stored.join(', ')}, but now declares ${parts.join(', ')}.`,
    {
      code: 'store.parts-changed',
      fields: { kpi: name, version },
      advice: 'A changed meaning is a new version: restore this one and add the next.',
    },
  )
}

/** How the views show a row and, where the value is made of sums, a sum of rows. */
function shownAs(definition: KpiDefinition) {
  const quotient = quotientOf(definition)
  const of = quotient?.numerator ?? partOfOneRow(definition)
  return {
    numerator: of === null ? null : position(definition, of),
    denominator: quotient?.denominator == null ? null : position(definition, quotient.denominator),
    scale: quotient?.scale ?? scaleOf(definition.unit),
    needs: (quotient?.needs ?? []).map((part) => position(definition, part)),
    overNothing: quotient?.overNothing === 'infinite' ? Number.POSITIVE_INFINITY : null,
  }
}

/** The part that is the value of a single row where sums have none; null where a row is one of those counted. */
function partOfOneRow({ aggregation, distribution }: KpiDefinition): string | null {
  switch (aggregation.kind) {
    case 'maximum':
      return aggregation.part
    case 'histogram':
      return distribution?.of ?? null
    default:
      return null
  }
}

function position(definition: KpiDefinition, part: string): number {
  const index = definition.parts.indexOf(part)
  if (index >= 0) return index + 1
  throw new TerminalError(
    `${definition.name}@${definition.version} shows a part "${part}" that it does not declare.`,
    {
      code: 'store.unknown-part',
      fields: { kpi: definition.name, version: definition.version },
      advice: `Name one of: ${definition.parts.join(', ')}.`,
    },
  )
}
