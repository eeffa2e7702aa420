import { z } from 'zod'
import { instantText } from './instant-text'

export const submittedJob = z.looseObject({ jobId: z.string().min(1) })

/** A job's state; `state` is an open set (`QUEUED PENDING FAILED CANCELLED FULFILLED EXPIRED` in August 2026). */
export const jobStatus = z.looseObject({
  state: z.string(),
  errorMessage: z.string().nullish(),
  expirationDate: instantText.nullish(),
})

export type JobStatus = z.infer<typeof jobStatus>

/** One page of a job's results. The last page has no cursor; an empty page may leave `conversations` out. */
export const jobPage = z.looseObject({
  conversations: z.array(z.unknown()).nullish(),
  cursor: z.string().nullish(),
  dataAvailabilityDate: instantText.nullish(),
})

export const availability = z.looseObject({ dataAvailabilityDate: instantText })
