/** An outcome an agent may choose, by its name; the wire carries its id. */
export interface WrapUpCode {
  id: string
  name: string
}

/** The organisation's outcomes, and how often an agent reaches for each after a conversation. */
export const wrapUpNames: readonly (readonly [name: string, weight: number])[] = [
  ['RESOLVED', 34],
  ['SALE', 12],
  ['NO_SALE', 10],
  ['COMPLAINT', 7],
  ['FOLLOW_UP', 8],
  ['REFUND', 5],
  ['BILLING_QUESTION', 9],
  ['ESCALATED', 4],
  ['WRONG_NUMBER', 3],
  ['CALLBACK_SCHEDULED', 2],
  ['IVR_SELF_SERVICE', 3],
  ['IVR_TRANSFER_EXTERNAL', 3],
]

/** What the platform writes when the agent chose nothing in time. */
export const wrapUpTimeout = 'ININ-WRAP-UP-TIMEOUT'
/** What the platform writes when the agent skipped the step. */
export const wrapUpSkipped = 'ININ-WRAP-UP-SKIPPED'
/** What the platform writes when an agent passes over a previewed contact. */
export const previewSkipped = 'ININ-OUTBOUND-PREVIEW-SKIPPED'
