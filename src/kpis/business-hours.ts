import { z } from 'zod'
import { type BusinessCalendar, compileCalendar, InvalidCalendarError } from '../time/business-calendar'

const windows = z.array(z.string()).optional()

/** Weekly business hours as a parameter: windows by weekday, `{ mon: ['08:00-18:00'], sat: ['22:00-06:00'] }`. */
export const weeklyHours = z
  .strictObject({
    mon: windows,
    tue: windows,
    wed: windows,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  })
  .superRefine((weekly, context) => {
    try {
      compileCalendar({ weekly: withoutUndefined(weekly) })
    } catch (error) {
      if (!(error instanceof InvalidCalendarError)) throw error
      const path = error.path.replace(/^weekly\.?/, '')
      context.addIssue({ code: 'custom', path: path === '' ? [] : [path], message: `it ${error.reason}` })
    }
  })

export type WeeklyHours = z.infer<typeof weeklyHours>

/** A parameter is compiled once, not for each conversation. */
const compiled = new WeakMap<WeeklyHours, BusinessCalendar>()

/** The calendar of weekly hours alone: no holidays, in the zone of whoever is asked about. */
export function weeklyCalendar(weekly: WeeklyHours): BusinessCalendar {
  let calendar = compiled.get(weekly)
  if (calendar === undefined) {
    calendar = compileCalendar({ weekly: withoutUndefined(weekly) })
    compiled.set(weekly, calendar)
  }
  return calendar
}

function withoutUndefined(weekly: WeeklyHours): Record<string, string[]> {
  return Object.fromEntries(Object.entries(weekly).filter(([, texts]) => texts !== undefined))
}
