import { z } from 'zod'

/** What the SDK makes of a token answer (sample 08g); an answer that was no token leaves these undefined or NaN. */
export const tokenAnswer = z.looseObject({
  accessToken: z.string().min(1),
  /** Milliseconds since 1970, by this machine's clock. */
  tokenExpiryTime: z.number(),
})
