import type { Cause } from '../cause'

/** The platform counts a leg that never touched a queue; none of our definitions by queue claims it. */
export const withoutQueue: Cause = {
  name: 'without-queue',
  explanation:
    'The platform counts this under no queue at all: a call placed directly, or between two agents. Our number for the half hour is by queue and makes no claim about it. Nothing to do.',
  explains: ({ queueId, count, sum }) =>
    queueId === null && (count?.computed ?? null) === null && (sum?.computed ?? null) === null,
}
