import { z } from 'zod'

/**
 * The body of a refusal: the API's own shape (sample 08j) or, from the token endpoint, OAuth's
 * (RFC 6749 §5.2). Everything is optional, since gateways in between answer with anything.
 */
export const errorBody = z.looseObject({
  message: z.string().nullish(),
  code: z.string().nullish(),
  contextId: z.string().nullish(),
  limit: z.looseObject({ key: z.string().nullish(), namespace: z.string().nullish() }).nullish(),
  error: z.string().nullish(),
  error_description: z.string().nullish(),
})

export type ErrorBody = z.infer<typeof errorBody>
