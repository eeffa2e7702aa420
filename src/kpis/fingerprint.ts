import { createHash } from 'node:crypto'
import { TerminalError } from '../errors'
import { agentDayFingerprint } from '../facts/agent-day-version'
import { foldFingerprint } from '../facts/fold-version'
import { tzRelease } from '../time/zone-table'
import { canonicalJson } from './canonical-json'
import { type KpiDefinition, nameAndVersion } from './definition'
import lock from './kpi.lock.json'
import { subjectOf } from './subject'

/** Everything but facts and reference tables that decides a definition's numbers. */
export interface FingerprintBasis {
  definition: Pick<KpiDefinition, 'name' | 'version'>
  /** Resolved, with defaults: a default written out is the same meaning. */
  parameters: Readonly<Record<string, unknown>>
  codeHash: string
  foldFingerprint: string
  tzRelease: string
}

/** SHA-256 of the basis: two runs with the same one, on the same facts and reference tables, agree in every byte. */
export function definitionFingerprint(basis: FingerprintBasis): string {
  const { definition, parameters, codeHash } = basis
  const text = canonicalJson({
    kpi: nameAndVersion(definition),
    parameters,
    codeHash,
    fold: basis.foldFingerprint,
    tz: basis.tzRelease,
  })
  return createHash('sha256').update(text).digest('hex')
}

/** The fingerprint of a definition of this build, with the fold and the tz rules of this build. */
export function fingerprintOf(
  definition: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
): string {
  return definitionFingerprint(fingerprintBasis(definition, parameters))
}

/** What that fingerprint is made of. */
export function fingerprintBasis(
  definition: KpiDefinition,
  parameters: Readonly<Record<string, unknown>>,
): FingerprintBasis {
  return {
    definition,
    parameters,
    codeHash: codeHashOf(definition),
    foldFingerprint: subjectOf(definition) === 'agent-day' ? agentDayFingerprint : foldFingerprint,
    tzRelease,
  }
}

/** The hash of a definition's code as the lock file pins it. */
export function codeHashOf(definition: Pick<KpiDefinition, 'name' | 'version'>): string {
  const locked: Record<string, string> = lock.definitions
  const hash = locked[nameAndVersion(definition)]
  if (hash !== undefined) return hash
  throw new TerminalError(
    `${nameAndVersion(definition)} is not in kpi.lock.json, so its meaning is not pinned.`,
    {
      code: 'kpis.not-locked',
      fields: { kpi: definition.name, version: definition.version },
      advice: 'Run `npx retally kpi lock` and commit the lock file with the definition.',
    },
  )
}
