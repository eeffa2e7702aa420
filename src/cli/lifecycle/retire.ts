import { kpisNamedBy } from '../../activities/check-sinks'
import type { Settings } from '../../config/settings'
import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { ByWhom } from '../../store/by-whom'
import { retireVersion } from '../../store/definitions/retire-version'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import type { NamedVersion } from '../options/version'
import { withStoreToWrite } from '../session'
import { refuseUnknownVersion } from './version-here'

/** Retires a version that no sink is sent. */
export function retire(context: CommandContext, given: NamedVersion, whose: ByWhom): Promise<ExitCode> {
  return withStoreToWrite(context, async ({ store, settings }) => {
    const { name, version } = given
    await refuseUnknownVersion(store.pool, given)
    const reference = nameAndVersion({ name, version })
    refuseSinks(settings, { name, version })
    const done = await retireVersion(store, { name, version, at: Date.now(), ...whose })
    context.screen.say(
      done
        ? `${reference} is retired: its rows stay, and nobody computes it. \`retally kpi restore ${reference} --by … --why …\` takes that back.`
        : `${reference} was retired before: nothing to do.`,
    )
    return exitCodes.ok
  })
}

/** @throws UsageError `version.sink-follows` */
function refuseSinks({ sinks }: Pick<Settings, 'sinks'>, { name, version }: NamedVersion): void {
  const following = sinks.filter((sink) =>
    kpisNamedBy(sink).some((kpi) => kpi.name === name && kpi.version === version),
  )
  if (following.length === 0) return
  const names = following.map((sink) => sink.name).join(', ')
  const reference = nameAndVersion({ name, version })
  throw new UsageError(`${reference} is sent to ${names}, which would be sent nothing of it any more.`, {
    code: 'version.sink-follows',
    fields: { kpi: name, version, sinks: names },
    advice: 'Name the KPI there without a version, or another one, under `sinks:` in retally.yaml.',
  })
}
