/**
 * What a sealed version says of itself: `manifest.json` in its folder (docs/sealed-versions.md). A field is only ever added; whatever
 * else changes makes `retally.seal/2`.
 */
import { z } from 'zod'

export const sealedKinds = ['result', 'rollup', 'past', 'ledger', 'computation', 'run'] as const

export type SealedKind = (typeof sealedKinds)[number]

const sealedFile = z.object({
  /** Within the folder, `result/2026-10.csv.gz`. */
  path: z.string().regex(/^([a-z]+\/\d{4}-\d{2}|[a-z]+)\.csv\.gz$/),
  kind: z.enum(sealedKinds),
  /** Without the line of headings. */
  rows: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
})

export type SealedFile = z.infer<typeof sealedFile>

export const sealManifest = z.object({
  schema: z.literal('retally.seal/1'),
  kpi: z.string(),
  version: z.number().int(),
  unit: z.string(),
  /** What `parts` of rows and roll-ups are, in order. */
  parts: z.array(z.string()),
  /** `conversation`, `contact` or `agent-day`: whose id `subject_id` is. */
  subject: z.string(),
  /** As registered when it was sealed. */
  fingerprint: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  /** What its numbers are read by, without its code; null where that was never kept, absent from seals of before. */
  declared: z.record(z.string(), z.unknown()).nullable().optional(),
  /** What each fingerprint in the ledger and the computations stands for, as far as it is known. */
  meanings: z.record(z.string(), z.unknown()),
  /** Of the runs that computed it. */
  tzReleases: z.array(z.string()),
  codeVersions: z.array(z.string()),
  sealedAt: z.string(),
  sealedBy: z.string(),
  /** UTC days in the ledger. */
  first: z.string().nullable(),
  last: z.string().nullable(),
  days: z.number().int(),
  rows: z.number().int(),
  rollups: z.number().int(),
  /** Rows that were replaced, with the time for which they were known. */
  past: z.number().int(),
  /** Over the ledger and the past: what stood when it was sealed. */
  contentHash: z.string(),
  files: z.array(sealedFile),
})

export type SealManifest = z.infer<typeof sealManifest>
