import type { Settings } from '../../config/settings'
import { UsageError } from '../../errors'

/**
 * Refuses parameters in the settings that belong to no KPI, or that a KPI does not take: they would change nothing, and nobody would
 * know.
 *
 * @throws UsageError naming the setting and what is wrong with it
 */
export function refuseStrayParameters({ parameters }: Pick<Settings, 'parameters'>): void {
  if (Object.keys(parameters).length === 0) return
  // Loaded here: most settings have none, and the catalogue is large.
  const { findDefinition } = require('../../kpis/catalogue') as typeof import('../../kpis/catalogue')
  const { resolveParameters } = require('../../kpis/parameters') as typeof import('../../kpis/parameters')
  for (const [reference, given] of Object.entries(parameters)) {
    try {
      resolveParameters(findDefinition(reference), given)
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause
      throw new UsageError(`The setting parameters.${reference} cannot be used. ${cause.message}`, {
        code: 'config.stray-parameters',
        fields: { kpi: reference },
        advice: cause.advice ?? 'See `retally kpi list`.',
        cause,
      })
    }
  }
}
