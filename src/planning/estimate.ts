/** What a plan will cost, in the platform's terms and in ours. */
import { z } from 'zod'

/** What was never seen here, and is guessed. */
export const guesses = ['requests of an export', 'size of a day', 'rows', 'time', 'disk', 'items'] as const

export type Guess = (typeof guesses)[number]

export const estimate = z.object({
  /** To the platform: jobs, looks at them, pages, zones and names. */
  requests: z.number().int(),
  exportJobs: z.number().int(),
  conversationsToFetch: z.number().int(),
  /** What the requests take at the configured budget, in minutes; null without a platform. */
  budgetMinutes: z.number().nullable(),
  /** What all of it takes, in minutes, giving way to the nights it meets. */
  minutes: z.number(),
  /** Conversations, contacts and agents' days that are read, each once, by however many definitions. */
  subjectsToReplay: z.number().int(),
  /** Rows that will be written, at most where results stand that may come out as they are. */
  rows: z.number().int(),
  /**
   * What the disk then holds more: rows with their keys and roll-ups, raw records with their facts and contacts, agents' days. As with
   * rows, at most; what is replaced is counted as if its place were not used again. Bookkeeping and deliveries are left out.
   */
  bytes: z.number().int(),
  /**
   * What the next delivery of these days then sends, in requests that carry items: what a sink is asked besides is left out. `heldBack`, of a
   * promotion: items of dates that are not whole yet, which are sent later.
   */
  deliveries: z.array(
    z.object({
      sink: z.string(),
      items: z.number().int(),
      requests: z.number().int(),
      heldBack: z.number().int().optional(),
    }),
  ),
  guesses: z.array(z.enum(guesses)),
  night: z.object({
    requests: z.number().int().nullable(),
    minutes: z.number().nullable(),
    /** When the next one starts; ISO instant. */
    startsAt: z.string(),
  }),
})

export type Estimate = z.infer<typeof estimate>
