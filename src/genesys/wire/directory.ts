import { z } from 'zod'

/** A page of any list the platform numbers its pages of (samples 08h, 08i). */
function numberedPage<Entity extends z.ZodType>(entity: Entity) {
  return z.looseObject({ entities: z.array(entity).nullish(), pageCount: z.number().nullish() })
}

const named = z.object({ id: z.string().nullish(), name: z.string().nullish() })

/** Of a user the id, the state, team and division are read; names and addresses are dropped here. */
export const userPage = numberedPage(
  z.object({
    id: z.string().min(1),
    state: z.string().nullish(),
    team: named.nullish(),
    division: named.nullish(),
  }),
)

const mediaSettings = z.object({
  serviceLevel: z.object({ durationMs: z.number().nullish() }).nullish(),
})

export const queuePage = numberedPage(
  z.object({
    id: z.string().min(1),
    name: z.string().nullish(),
    mediaSettings: z
      .object({
        call: mediaSettings.nullish(),
        callback: mediaSettings.nullish(),
        chat: mediaSettings.nullish(),
        email: mediaSettings.nullish(),
        message: mediaSettings.nullish(),
      })
      .nullish(),
  }),
)

export const wrapUpCodePage = numberedPage(z.object({ id: z.string().min(1), name: z.string().nullish() }))

/** Local times without a zone: the group that names a schedule has it. */
export const schedulePage = numberedPage(
  z.object({
    id: z.string().min(1),
    name: z.string(),
    start: z.string(),
    end: z.string(),
    rrule: z.string().nullish(),
    state: z.string().nullish(),
  }),
)

const scheduleReferences = z.array(z.object({ id: z.string().min(1) })).nullish()

export const scheduleGroupPage = numberedPage(
  z.object({
    id: z.string().min(1),
    name: z.string(),
    timeZone: z.string().nullish(),
    openSchedules: scheduleReferences,
    closedSchedules: scheduleReferences,
    holidaySchedules: scheduleReferences,
    state: z.string().nullish(),
  }),
)
