/**
 * Which conversations an export of an interval returns. The platform has three answers, and they do not agree with one
 * another: one rule per purpose, named in the archive, never mixed silently. Source: the texts of both
 * operations in the official API description, and developer.genesys.cloud, conversation_details_job.
 */

/**
 * Details job as it comes: every conversation with **activity** in the interval, which is every one whose lifetime overlaps
 * it, whenever it started. A callback opened three weeks ago is in it. The rule for complete days: a conversation is seen
 * again on each day it changes. Up to `dataAvailabilityDate`; with participant attributes.
 */
export type JobActivity = 'job-activity'

/**
 * Details job with `startOfDayIntervalMatching`: of the conversations with activity in the interval, only those that
 * **started** after 00:00 UTC of the interval's first day. Each conversation then belongs to one day, and what happens to it
 * later is not seen. Up to `dataAvailabilityDate`; with participant attributes.
 */
export type JobStarted = 'job-started'

/**
 * Details query: the conversations that **started** on a UTC day the interval touches, so also outside the interval itself.
 * Fresh to the minute but not guaranteed complete, without participant attributes, at most 100,000.
 */
export type QueryStarted = 'query-started'

export type SelectionRule = JobActivity | JobStarted | QueryStarted

export const selectionRules: readonly SelectionRule[] = ['job-activity', 'job-started', 'query-started']
