/** A place where agents work. The platform calls it a business unit and keeps the time zone there. */
export interface Site {
  key: string
  name: string
  zone: string
  startDayOfWeek: 'Monday' | 'Sunday'
  /** Its part of the organisation's contacts. */
  share: number
  division: string
  /** How its own fictional numbers begin. */
  callerPrefix: string
  /** How its customers' fictional numbers begin; six digits follow. */
  customerPrefix: string
}

/** Five zones: two that change their clocks within a week of each other, none, one, and one by half an hour. */
export const sites: readonly Site[] = [
  {
    key: 'new-york',
    name: 'New York',
    zone: 'America/New_York',
    startDayOfWeek: 'Sunday',
    share: 0.34,
    division: 'Americas',
    callerPrefix: '+1555010',
    customerPrefix: '+15551',
  },
  {
    key: 'london',
    name: 'London',
    zone: 'Europe/London',
    startDayOfWeek: 'Monday',
    share: 0.26,
    division: 'EMEA',
    callerPrefix: '+1555020',
    customerPrefix: '+15552',
  },
  {
    key: 'kolkata',
    name: 'Kolkata',
    zone: 'Asia/Kolkata',
    startDayOfWeek: 'Monday',
    share: 0.2,
    division: 'APAC',
    callerPrefix: '+1555030',
    customerPrefix: '+15553',
  },
  {
    key: 'sydney',
    name: 'Sydney',
    zone: 'Australia/Sydney',
    startDayOfWeek: 'Monday',
    share: 0.15,
    division: 'APAC',
    callerPrefix: '+1555040',
    customerPrefix: '+15554',
  },
  {
    key: 'lord-howe',
    name: 'Lord Howe Island',
    zone: 'Australia/Lord_Howe',
    startDayOfWeek: 'Monday',
    share: 0.05,
    division: 'APAC',
    callerPrefix: '+1555050',
    customerPrefix: '+15555',
  },
]
