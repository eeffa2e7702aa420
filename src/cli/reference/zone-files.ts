import { UsageError } from '../../errors'
import type { AgentZoneRow, QueueZoneRow } from '../../kpis/reference-tables'
import { parseZone, type Zone } from '../../time/zone-name'
import { type CsvRow, readCsvRows } from './csv-rows'
import { readValidity } from './validity'

/** Reads agent → zone: `agent_id,zone,valid_from,valid_to`, and optionally `site` (decides the business calendar). */
export function readAgentZones(file: string): AgentZoneRow[] {
  return readCsvRows(file, ['agent_id', 'zone']).map((row) => {
    const where = `${file} line ${row.line}`
    const zone = zoneOf(row, where)
    return {
      agentId: requiredId(row, 'agent_id', where),
      zone: zone.name,
      site: row.get('site') || null,
      ...readValidity(row.get('valid_from'), row.get('valid_to'), zone, where),
    }
  })
}

/** Reads queue → zone: `queue_id,zone,valid_from,valid_to`. */
export function readQueueZones(file: string): QueueZoneRow[] {
  return readCsvRows(file, ['queue_id', 'zone']).map((row) => {
    const where = `${file} line ${row.line}`
    const zone = zoneOf(row, where)
    return {
      queueId: requiredId(row, 'queue_id', where),
      zone: zone.name,
      ...readValidity(row.get('valid_from'), row.get('valid_to'), zone, where),
    }
  })
}

function zoneOf(row: CsvRow, where: string): Zone {
  try {
    return parseZone(row.get('zone'))
  } catch (cause) {
    throw new UsageError(`${where}: ${(cause as Error).message}`, {
      code: 'reference.zone',
      advice: 'Name a zone as the tz database does, such as America/New_York.',
      cause,
    })
  }
}

function requiredId(row: CsvRow, column: string, where: string): string {
  const id = row.get(column)
  if (id !== '') return id
  throw new UsageError(`${where}: ${column} is empty.`, {
    code: 'reference.id',
    advice: 'Fill it in with the id the platform knows, or remove the line.',
  })
}
