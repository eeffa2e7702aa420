import { UsageError } from '../../errors'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { datedColumns, readDatedRows, requiredText, zoneOf } from './dated-rows'
import { readTableFile, type TableRow } from './table-file'

/**
 * Reads agents: `agent_id,zone,site,team,division,valid_from,valid_to`. A file with the column `zone` gives zones and sites,
 * one with `team` or `division` gives those; a table that it has no column for is absent.
 */
export function readAgents(file: string): Pick<Partial<ReferenceTables>, 'agentZones' | 'agentTeams'> {
  const table = readTableFile(file, {
    required: ['agent_id'],
    optional: ['zone', 'site', 'team', 'division', ...datedColumns],
  })
  const hasTeams = table.columns.includes('team') || table.columns.includes('division')
  const hasZones = table.columns.includes('zone') || !hasTeams
  if (hasZones && !table.columns.includes('zone')) {
    throw new UsageError(`${file} says nothing of agents: it has none of the columns zone, team, division.`, {
      code: 'file.column-missing',
      advice: 'Add a column, such as zone with America/New_York.',
    })
  }
  const agentIdOf = (row: TableRow) => requiredText(row, 'agent_id', 'the id the platform knows')
  const zones = () =>
    readDatedRows(
      table,
      (row) => {
        const agentId = agentIdOf(row)
        const zone = zoneOf(row)
        const site = row.get('site') || null
        if (zone !== null) return { agentId, zone: zone.name, site }
        if (site === null && (row.get('team') || row.get('division')) !== '') return null
        requiredText(row, 'zone', 'the zone the agent works in, such as America/New_York')
        return null
      },
      ({ agentId }) => `the zone of agent ${agentId}`,
    )
  const teams = () =>
    readDatedRows(
      table,
      (row) => {
        const [team, division] = [row.get('team') || null, row.get('division') || null]
        return team === null && division === null ? null : { agentId: agentIdOf(row), team, division }
      },
      ({ agentId }) => `the team of agent ${agentId}`,
    )
  return { ...(hasZones ? { agentZones: zones() } : {}), ...(hasTeams ? { agentTeams: teams() } : {}) }
}
