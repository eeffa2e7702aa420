import { z } from 'zod'

/** A page of any list the platform numbers its pages of (samples 08h, 08i). */
function numberedPage<Entity extends z.ZodType>(entity: Entity) {
  return z.looseObject({ entities: z.array(entity).nullish(), pageCount: z.number().nullish() })
}

/** Of a user only the id and the state are read; names and addresses are dropped here. */
export const userPage = numberedPage(z.object({ id: z.string().min(1), state: z.string().nullish() }))

export const queuePage = numberedPage(z.object({ id: z.string().min(1), name: z.string().nullish() }))

export const wrapUpCodePage = numberedPage(z.object({ id: z.string().min(1), name: z.string().nullish() }))
