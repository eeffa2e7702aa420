import { z } from 'zod'

export const externalMetricDefinition = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  unit: z.string().nullish(),
  precision: z.number().nullish(),
  defaultObjectiveType: z.string().nullish(),
  enabled: z.boolean().nullish(),
})

export const externalMetricDefinitionPage = z.looseObject({
  entities: z.array(externalMetricDefinition).nullish(),
  pageCount: z.number().nullish(),
})

const entity = {
  userId: z.string().nullish(),
  metricId: z.string(),
  dateOccurred: z.string(),
}

/** The answer to a write: status 200 even when entities failed. */
export const externalMetricWrite = z.looseObject({
  processedEntities: z.array(z.object(entity)).nullish(),
  unprocessedEntities: z
    .array(z.object({ ...entity, message: z.string().nullish(), code: z.string().nullish() }))
    .nullish(),
})
