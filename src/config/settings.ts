import { z } from 'zod'
import { databaseUrlProblem } from './database-url'

const utcTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a UTC time of day such as "03:30"')

const gateway = z.strictObject({
  protocol: z.enum(['http', 'https']),
  host: z.string().min(1),
  port: z.number().int().positive(),
})

/** Short name of an organisation; part of workflow ids and of the rate budget's key. */
export const organisationName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'letters, digits, dots, dashes, underscores; at most 64')

/** Where the platform is: a region of Genesys Cloud, or a gateway such as the simulator. */
export const platformSettings = z
  .strictObject({
    organisation: organisationName,
    region: z.string().optional(),
    gateway: gateway.optional(),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    /** What the platform allows a token in a minute; raise it only when support raised it. */
    limitPerMinute: z.number().int().positive().default(300),
    /** For all workers together, in the long run. */
    requestsPerMinute: z.number().positive().default(240),
    /** Requests that may go out at once after a pause, on top of the minute's own allowance. */
    burst: z.number().int().positive().default(60),
    /** Conversations a job page may hold; 1,000 is the largest seen in use. */
    pageSize: z.number().int().min(1).max(1000).default(1000),
    timeoutMs: z.number().int().positive().default(60_000),
    /** Whether an export of a day also brings agents' presences, routing statuses and published schedules. */
    agentTime: z.boolean().default(false),
  })
  .refine(({ region, gateway }) => region !== undefined || gateway !== undefined, {
    path: ['region'],
    message: 'neither a region (GENESYS_REGION, such as eu-central-1) nor a gateway is given',
  })
  .superRefine(({ requestsPerMinute, burst, limitPerMinute }, context) => {
    const most = requestsPerMinute + burst
    if (most <= limitPerMinute) return
    context.addIssue({
      code: 'custom',
      path: ['requestsPerMinute'],
      message:
        `${requestsPerMinute} and a burst of ${burst} make up to ${most} requests in a minute, more than the ${limitPerMinute} ` +
        'the platform allows (platform.limitPerMinute); lower requestsPerMinute or burst',
    })
  })

const metricMapping = z.strictObject({
  kpi: z.string().min(1),
  /** The platform's id of the external metric; where absent, it is found or made by its name. */
  metricId: z.string().optional(),
  metricName: z.string().optional(),
})

export const sinkSettings = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('external-metrics'),
    name: z.string().default('external-metrics'),
    metrics: z.array(metricMapping).min(1),
  }),
  z.strictObject({
    kind: z.literal('custom-report'),
    name: z.string().default('custom-report'),
    url: z.url(),
    path: z.string().default('/api/v2/analytics/datadefinitions/customreports'),
    /** Bearer token; give `tokenFile` in the settings file instead. */
    token: z.string().optional(),
    kpis: z.array(z.string()).min(1),
  }),
])

/** Days before its own that a night looks at (`src/activities/plan-nightly.ts`). */
const daysANightLooksAt = 60

export const nightlySettings = z.strictObject({
  /** When the nightly run starts, UTC: a zone's own time would skip or repeat a night twice a year. */
  at: utcTime.default('03:30'),
  /** Complete days exported again each night, since the platform corrects records for days. */
  lookbackDays: z.number().int().min(0).max(daysANightLooksAt).default(3),
  /** After this many hours a day is settled: pulled once more, since the platform corrects its records for days. */
  settledAfterHours: z.number().int().min(0).default(72),
  /**
   * After this many days a settled day is pulled a last time, for what comes late: surveys are answered for 14 days, whether the next
   * contact was avoided is judged after 7 + 8. 0 or null: never.
   */
  lateAfterDays: z
    .number()
    .int()
    .min(0)
    .max(
      daysANightLooksAt - 1,
      `a night looks at ${daysANightLooksAt} days; expected fewer of them, or 0 for no late pull`,
    )
    .nullable()
    .default(16),
})

export const settingsSchema = z.strictObject({
  /** Postgres connection URL; absent: the local Postgres under the data folder. */
  databaseUrl: z
    .string()
    .superRefine((url, context) => {
      const message = databaseUrlProblem(url)
      if (message !== null) context.addIssue({ code: 'custom', message })
    })
    .optional(),
  temporal: z
    .strictObject({
      /** host:port; absent: the local server under the data folder. */
      address: z.string().optional(),
      namespace: z.string().default('default'),
      taskQueue: z.string().default('retally'),
    })
    .prefault({}),
  platform: platformSettings.optional(),
  /** Parameters of definitions, by name or name@version; the rest keep their defaults. */
  parameters: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  sinks: z
    .array(sinkSettings)
    .refine((sinks) => new Set(sinks.map(({ name }) => name)).size === sinks.length, {
      message: 'two sinks have the same name; give each a `name` of its own',
    })
    .default([]),
  nightly: nightlySettings.prefault({}),
  /** Days recomputed side by side by one backfill. */
  backfillWindow: z.number().int().min(1).max(64).default(2),
  log: z.strictObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
})

export type Settings = z.infer<typeof settingsSchema>
export type PlatformSettings = z.infer<typeof platformSettings>
export type SinkSettings = z.infer<typeof sinkSettings>
export type NightlySettings = z.infer<typeof nightlySettings>
