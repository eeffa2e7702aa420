import { z } from 'zod'
import { instantText } from './instant-text'
import { recordInstant, recordWord } from './record-words'

/** One page of a user details job's results. The last page has no cursor; an empty page may leave `userDetails` out. */
export const userDetailsPage = z.looseObject({
  userDetails: z.array(z.unknown()).nullish(),
  cursor: z.string().nullish(),
  dataAvailabilityDate: instantText.nullish(),
})

/** The record that goes on has no end (sample 09). */
const span = { startTime: recordInstant, endTime: recordInstant.nullish() }

const endsAfterItStarts = {
  error: 'the record ends before it starts',
  path: ['endTime'],
  params: { reason: 'contradiction' },
}

function isInOrder({
  startTime,
  endTime,
}: {
  startTime: number
  endTime?: number | null | undefined
}): boolean {
  return endTime == null || endTime >= startTime
}

/** A user's presences and routing statuses. Which words may stand there is an open set. */
export const userDetail = z.object({
  userId: recordWord,
  primaryPresence: z
    .array(z.object({ ...span, systemPresence: recordWord }).refine(isInOrder, endsAfterItStarts))
    .nullish(),
  routingStatus: z
    .array(z.object({ ...span, routingStatus: recordWord }).refine(isInOrder, endsAfterItStarts))
    .nullish(),
})
