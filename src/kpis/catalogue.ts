import { UsageError } from '../errors'
import { abandonRateV1 } from './abandon-rate/v1'
import { adherenceV1 } from './adherence/v1'
import { adjustedAverageHandleTimeV1 } from './adjusted-average-handle-time/v1'
import { adjustedAverageHandleTimeV2 } from './adjusted-average-handle-time/v2'
import { afterCallWorkRatioV1 } from './after-call-work-ratio/v1'
import { answeredV1 } from './answered/v1'
import { averageAfterCallWorkV1 } from './average-after-call-work/v1'
import { averageAlertTimeV1 } from './average-alert-time/v1'
import { averageCallbackWaitV1 } from './average-callback-wait/v1'
import { averageHandleTimeV1 } from './average-handle-time/v1'
import { averageHoldTimeV1 } from './average-hold-time/v1'
import { averageSpeedOfAnswerV1 } from './average-speed-of-answer/v1'
import { averageTalkTimeV1 } from './average-talk-time/v1'
import { averageTimeToAbandonV1 } from './average-time-to-abandon/v1'
import { averageWaitV1 } from './average-wait/v1'
import { botContainmentV1 } from './bot-containment/v1'
import { callbackReachRateV1 } from './callback-reach-rate/v1'
import { callbacksRequestedV1 } from './callbacks-requested/v1'
import { completionRateV1 } from './completion-rate/v1'
import { type ComposedKpi, halvesInWords, isComposed } from './composed'
import { composedCatalogue } from './composed-catalogue'
import { refuseBrokenCompositions } from './composed-declaration'
import { conformanceV1 } from './conformance/v1'
import { csatV1 } from './csat/v1'
import { csatV2 } from './csat/v2'
import { csatTopBoxV1 } from './csat-top-box/v1'
import { csatTopBoxV2 } from './csat-top-box/v2'
import { refuseBrokenDeclarations } from './declaration'
import { type KpiDefinition, nameAndVersion } from './definition'
import { firstContactResolutionV1 } from './first-contact-resolution/v1'
import { flowOutRateV1 } from './flow-out-rate/v1'
import { flowOutRateV2 } from './flow-out-rate/v2'
import { flowOutcomeSuccessV1 } from './flow-outcome-success/v1'
import { handleTimePerConversationV1 } from './handle-time-per-conversation/v1'
import { handleTimePerConversationV2 } from './handle-time-per-conversation/v2'
import { heldContainmentV1 } from './held-containment/v1'
import { holdRatioV1 } from './hold-ratio/v1'
import { ivrContainmentV1 } from './ivr-containment/v1'
import { longestWaitV1 } from './longest-wait/v1'
import { npsV1 } from './nps/v1'
import { npsV2 } from './nps/v2'
import { occupancyV1 } from './occupancy/v1'
import { offeredV1 } from './offered/v1'
import { onQueueTimeV1 } from './on-queue-time/v1'
import { repeatContactRateV1 } from './repeat-contact-rate/v1'
import { serviceLevelV1 } from './service-level/v1'
import { serviceLevelV2 } from './service-level/v2'
import { serviceLevelV3 } from './service-level/v3'
import { serviceLevelByEntryV1 } from './service-level-by-entry/v1'
import { serviceLevelByEntryV2 } from './service-level-by-entry/v2'
import { shrinkageV1 } from './shrinkage/v1'
import { shrinkageV2 } from './shrinkage/v2'
import { staffCostV1 } from './staff-cost/v1'
import { nearestNames } from './suggestion'
import { surveyResponseRateV1 } from './survey-response-rate/v1'
import { surveyResponseRateV2 } from './survey-response-rate/v2'
import { transferRateV1 } from './transfer-rate/v1'
import { transferRateV2 } from './transfer-rate/v2'
import { uniqueConversationsV1 } from './unique-conversations/v1'
import { utilisationV1 } from './utilisation/v1'
import { waitPercentileV1 } from './wait-percentile/v1'

/** Every definition there is: a line each, versions of one KPI in order. */
export const catalogue: readonly KpiDefinition[] = [
  adjustedAverageHandleTimeV1,
  adjustedAverageHandleTimeV2,
  averageHandleTimeV1,
  handleTimePerConversationV1,
  handleTimePerConversationV2,
  averageTalkTimeV1,
  averageHoldTimeV1,
  averageAfterCallWorkV1,
  averageAlertTimeV1,
  holdRatioV1,
  afterCallWorkRatioV1,
  transferRateV1,
  transferRateV2,
  averageSpeedOfAnswerV1,
  serviceLevelV1,
  serviceLevelV2,
  serviceLevelV3,
  serviceLevelByEntryV1,
  serviceLevelByEntryV2,
  abandonRateV1,
  averageTimeToAbandonV1,
  averageWaitV1,
  longestWaitV1,
  waitPercentileV1,
  flowOutRateV1,
  flowOutRateV2,
  offeredV1,
  answeredV1,
  uniqueConversationsV1,
  completionRateV1,
  callbacksRequestedV1,
  callbackReachRateV1,
  averageCallbackWaitV1,
  firstContactResolutionV1,
  repeatContactRateV1,
  heldContainmentV1,
  ivrContainmentV1,
  botContainmentV1,
  flowOutcomeSuccessV1,
  csatV1,
  csatV2,
  csatTopBoxV1,
  csatTopBoxV2,
  surveyResponseRateV1,
  surveyResponseRateV2,
  npsV1,
  npsV2,
  onQueueTimeV1,
  occupancyV1,
  utilisationV1,
  adherenceV1,
  conformanceV1,
  shrinkageV1,
  shrinkageV2,
  staffCostV1,
]

refuseBrokenDeclarations(catalogue)
refuseBrokenCompositions(composedCatalogue, catalogue)

export type AnyKpi = KpiDefinition | ComposedKpi

/** Whatever has a name that people can ask for, observed or composed. */
export const everyKpi: readonly AnyKpi[] = [...catalogue, ...composedCatalogue]

const inBuild = new Map(catalogue.map((definition) => [nameAndVersion(definition), definition]))

/** The definition of a version; undefined where this build has no code of it. */
export function definitionInBuild(
  version: Pick<KpiDefinition, 'name' | 'version'>,
): KpiDefinition | undefined {
  return inBuild.get(nameAndVersion(version))
}

/** Whether this build can compute a version that a database knows. */
export function isInBuild(version: Pick<KpiDefinition, 'name' | 'version'>): boolean {
  return definitionInBuild(version) !== undefined
}

/**
 * The definition somebody means by `service-level` (its highest version) or `service-level@1`. Which version is
 * published is the store's knowledge, not the catalogue's.
 *
 * @throws UsageError for a name or version that is not in the catalogue, saying which are; for a composed KPI, which observes nothing
 */
export function findDefinition(reference: string): KpiDefinition {
  const kpi = findKpi(reference)
  if (isComposed(kpi)) throw composedWhenRead(kpi)
  return kpi
}

/**
 * The same among all that can be read. A composed KPI has no publication: its highest version is meant where none is named.
 *
 * @throws UsageError for a name or version that nothing has
 */
export function findKpi(reference: string): AnyKpi {
  const [name = '', versionText, ...rest] = reference.split('@')
  const versions = everyKpi.filter((kpi) => kpi.name === name)
  if (versions.length === 0) throw unknownName(name)
  if (versionText === undefined) {
    return versions.reduce((highest, each) => (each.version > highest.version ? each : highest))
  }
  const version = rest.length === 0 && /^\d+$/.test(versionText) ? Number(versionText) : Number.NaN
  const found = versions.find((definition) => definition.version === version)
  if (found === undefined) {
    const known = versions.map(nameAndVersion).join(', ')
    throw new UsageError(`There is no KPI ${reference} in this build; there is ${known}.`, {
      code: 'kpis.unknown-version',
      fields: { name, version: versionText },
      advice: `Name one of ${known}, or leave the version away. What the database has of versions whose code is gone (\`retally kpi list --states\`) is read, compared, sealed and gone back to; only computing it needs the code.`,
    })
  }
  return found
}

/**
 * The composed KPI somebody means; null where the name is of another kind, or of nothing.
 *
 * @throws UsageError for a version that there is not
 */
export function findComposed(reference: string): ComposedKpi | null {
  const name = reference.split('@')[0]
  if (!composedCatalogue.some((each) => each.name === name)) return null
  const kpi = findKpi(reference)
  return isComposed(kpi) ? kpi : null
}

function unknownName(name: string): UsageError {
  const names = [...new Set(everyKpi.map((kpi) => kpi.name))]
  const near = nearestNames(name, names)
  const advice = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There are ${names.join(', ')}.`
  return new UsageError(`There is no KPI named ${JSON.stringify(name)}. ${advice}`, {
    code: 'kpis.unknown-name',
    fields: { name },
    advice: 'See `retally kpi list`.',
  })
}

function composedWhenRead(composed: ComposedKpi): UsageError {
  const { name, version } = composed
  const halves = halvesInWords(composed)
  return new UsageError(
    `${nameAndVersion(composed)} is composed when it is read, of ${halves}: it observes nothing, and has no rows to compute, to try, to publish or to send.`,
    {
      code: 'kpis.composed',
      fields: { kpi: name, version },
      advice: `Name its halves instead (${halves}), and read it by: retally results ${name}`,
    },
  )
}
