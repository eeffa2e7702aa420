import { z } from 'zod'

export const businessUnitList = z.looseObject({
  entities: z.array(z.looseObject({ id: z.string().min(1), name: z.string().nullish() })).nullish(),
})

/** A business unit asked for with its settings; the zone (an IANA name) is required by the platform's own model. */
export const businessUnit = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  settings: z.looseObject({ timeZone: z.string().min(1) }),
})

export const managementUnitList = z.looseObject({
  entities: z.array(z.looseObject({ id: z.string().min(1) })).nullish(),
})

export const managementUnitUsers = z.looseObject({
  entities: z.array(z.object({ id: z.string().min(1) })).nullish(),
})
