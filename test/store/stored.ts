/** A store of its own for a test file, and the steps most stories begin with. */

import { findDefinition } from '../../src/kpis/catalogue'
import { compileReference, createContext } from '../../src/kpis/reference'
import { emptyReferenceTables, type ReferenceTables } from '../../src/kpis/reference-tables'
import { type ArchivedPage, archivePage } from '../../src/store/archive/archive-page'
import type { InputToQuarantine } from '../../src/store/archive/quarantine-input'
import { registerDefinition } from '../../src/store/definitions/register-definition'
import { beginExport } from '../../src/store/exports/begin-export'
import { openStore, type Store } from '../../src/store/open-store'
import type { DefinitionToCompute, RecomputedDefinition } from '../../src/store/results/day-to-recompute'
import { recomputeDay } from '../../src/store/results/recompute-day'
import { type Instant, parseInstant } from '../../src/time/instant'
import { freshDatabase } from '../setup/database'
import { conversation, type Story } from './story'

export const now = parseInstant('2026-11-20T03:00:00.000Z')

export const zones: ReferenceTables = {
  ...emptyReferenceTables,
  agentZones: [
    { agentId: 'agent-0', zone: 'America/New_York', site: 'NY', validFrom: null, validTo: null },
    { agentId: 'agent-1', zone: 'Asia/Calcutta', site: 'Pune', validFrom: null, validTo: null },
  ],
}

export interface TestStore {
  store: Store
  url: string
  drop(): Promise<void>
}

export async function freshStore(): Promise<TestStore> {
  const database = await freshDatabase()
  const store = await openStore(database.url)
  return {
    store,
    url: database.url,
    async drop() {
      await store.close()
      await database.drop()
    },
  }
}

/** Forgets everything but dictionaries and partitions, for the next test of the file. */
export async function empty(store: Store): Promise<void> {
  await store.pool.query(`
    TRUNCATE conversation, customer, contact, subject_day, snapshot, facts, quarantine, export, coverage, watermark,
             agent_zone, agent_team, queue_zone, queue_site, queue_target, wrap_up_code, wrap_up_class, rate,
             site_calendar, queue_calendar, schedule_group, kpi_definition, kpi_publication, run, run_limit, result, rollup, ledger,
             metric_sync_log, metric_sync_item, delivered_value, reconciliation, computation, plan, meaning, reference_state,
             publication, result_past, comparison, seal, quarantine_decision, sign_off, sign_off_version, signed_off,
             agent_day, agent_day_source, agent_day_snapshot, agent_day_facts, drift, drift_cell RESTART IDENTITY`)
}

let requests = 0

/** Archives stories as one page of an export of its own. */
export async function archive(
  store: Store,
  stories: readonly Story[],
  options: { observedAt?: string; quarantined?: InputToQuarantine[] } = {},
): Promise<ArchivedPage> {
  const { exportKey } = await anExport(store)
  return archivePage(store, {
    exportKey,
    page: 1,
    cursorAfter: null,
    conversations: stories.map(conversation),
    quarantined: options.quarantined ?? [],
    observedAt: parseInstant(options.observedAt ?? '2026-11-10T00:00:00.000Z'),
  })
}

export async function anExport(store: Store, requestKey = `request-${++requests}`) {
  return beginExport(store.pool, {
    organisation: 'org',
    requestKey,
    selectionRule: 'details-job',
    interval: {
      start: parseInstant('2026-10-20T00:00:00.000Z'),
      end: parseInstant('2026-10-21T00:00:00.000Z'),
    },
    at: now,
  })
}

/** A definition, registered and ready to compute. */
export async function ready(
  store: Store,
  reference: string,
  options: {
    tables?: ReferenceTables
    fingerprint?: string
    referenceFingerprint?: string
    parameters?: Record<string, unknown>
  } = {},
): Promise<DefinitionToCompute> {
  const definition = findDefinition(reference)
  const fingerprint = options.fingerprint ?? `${reference} first`
  const parameters = definition.parameters.parse(options.parameters ?? {})
  const registered = await registerDefinition(store, definition, {
    parameters,
    fingerprint,
    at: now,
    by: 'test',
  })
  return {
    definition,
    definitionKey: registered.definitionKey,
    context: createContext(compileReference(options.tables ?? zones), parameters),
    fingerprint,
    referenceFingerprint: options.referenceFingerprint ?? 'zones first',
  }
}

export async function recompute(
  store: Store,
  day: string,
  definitions: readonly DefinitionToCompute[],
  options: { runKey?: number; codeVersion?: string; force?: boolean; at?: Instant } = {},
): Promise<RecomputedDefinition[]> {
  return recomputeDay(store, {
    day,
    definitions: async () => definitions,
    runKey: options.runKey ?? 1,
    codeVersion: options.codeVersion ?? 'test',
    force: options.force ?? false,
    at: options.at ?? now,
  })
}
