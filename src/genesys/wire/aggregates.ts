import { z } from 'zod'

const statistics = z.looseObject({ count: z.number().nullish(), sum: z.number().nullish() })

/** An answer to an aggregates query (samples 07, 08c). What has no data is absent: groups, intervals, metrics. */
export const aggregates = z.looseObject({
  results: z
    .array(
      z.looseObject({
        group: z.record(z.string(), z.unknown()).nullish(),
        data: z
          .array(
            z.looseObject({
              interval: z.string(),
              metrics: z
                .array(
                  z.looseObject({ metric: z.string(), qualifier: z.string().nullish(), stats: statistics }),
                )
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
})
