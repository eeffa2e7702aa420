import { z } from 'zod'
import { recordInstant, recordWord } from './record-words'

/** The answer to a search of published schedules; it may also come later or elsewhere, and then has no `result`. */
export const schedulesFound = z.looseObject({
  status: z.string().nullish(),
  result: z
    .looseObject({
      agentSchedules: z.array(z.unknown()).nullish(),
      businessUnitTimeZone: z.string().nullish(),
    })
    .nullish(),
})

/** What an activity code means. `category` is an open set. */
export const activityCode = z.object({
  id: z.string().min(1),
  category: z.string().nullish(),
  countsAsPaidTime: z.boolean().nullish(),
  countsTowardShrinkage: z.boolean().nullish(),
  plannedShrinkage: z.boolean().nullish(),
})

export const activityCodeList = z.looseObject({ entities: z.array(activityCode).nullish() })

/** Two weeks: no activity lasts longer. */
const minutes = z.number().int().nonnegative().max(20_160)

const activity = z.object({
  startDate: recordInstant,
  lengthMinutes: minutes,
  activityCodeId: recordWord,
  paid: z.boolean().nullish(),
})

/** A day off: it has a date of the business unit's calendar, and stands within it from `startOffsetMinutes` on, where that is told. */
const timeOffMarker = z.object({
  businessUnitDate: z.iso.date(),
  startOffsetMinutes: minutes.nullish(),
  lengthMinutes: minutes,
  activityCodeId: recordWord,
  paid: z.boolean().nullish(),
})

/** An agent's published schedule. Descriptions and all that is not named here are dropped: people type there. */
export const agentSchedule = z.object({
  user: z.object({ id: recordWord }),
  shifts: z.array(z.object({ activities: z.array(activity).nullish() })).nullish(),
  fullDayTimeOffMarkers: z.array(timeOffMarker).nullish(),
})

/** What is archived of a schedule: as it came, with what its codes meant then and by which calendar it was made. */
export const archivedSchedule = z.object({
  schedule: agentSchedule,
  codes: z.array(activityCode),
  timeZone: z.string().nullish(),
})

export type ActivityCodeRecord = z.infer<typeof activityCode>
