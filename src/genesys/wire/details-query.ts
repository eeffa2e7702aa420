import { z } from 'zod'

/** One page of a details query (sample 08a). A page beyond the last leaves `conversations` out. */
export const queryPage = z.looseObject({
  conversations: z.array(z.unknown()).nullish(),
  /** Approximate while data arrive. */
  totalHits: z.number().nullish(),
})
