import { z } from 'zod'

export const organisation = z.looseObject({ id: z.string().min(1), name: z.string().nullish() })
