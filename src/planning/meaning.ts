/** What a definition's fingerprint stands for: two of them that differ can be told apart in words. */
import { z } from 'zod'
import { canonicalJson } from '../kpis/canonical-json'
import type { KpiDefinition } from '../kpis/definition'
import { fingerprintBasis } from '../kpis/fingerprint'

/** Of a meaning registered before its basis was kept only the parameters are known. */
export const meaning = z.object({
  parameters: z.record(z.string(), z.unknown()),
  codeHash: z.string().optional(),
  fold: z.string().optional(),
  tzRelease: z.string().optional(),
})

export type Meaning = z.infer<typeof meaning>

/** What a definition of this build means under these parameters. */
export function meaningOf(definition: KpiDefinition, parameters: Readonly<Record<string, unknown>>): Meaning {
  const { codeHash, foldFingerprint: fold, tzRelease } = fingerprintBasis(definition, parameters)
  return { parameters: { ...parameters }, codeHash, fold, tzRelease }
}

/** `parameters changed targetSeconds 20 → 30`, `the definition's code changed`, …: every difference that is known. */
export function meaningChanges(before: Meaning, now: Meaning): string[] {
  const words: string[] = []
  const changed = parameterChanges(before.parameters, now.parameters)
  if (changed.length > 0) words.push(`parameters changed ${changed.join(', ')}`)
  if (differs(before.codeHash, now.codeHash)) words.push("the definition's code changed")
  if (differs(before.fold, now.fold)) words.push('facts are folded otherwise')
  if (differs(before.tzRelease, now.tzRelease))
    words.push(`tz release ${before.tzRelease} → ${now.tzRelease}`)
  return words
}

function parameterChanges(before: Meaning['parameters'], now: Meaning['parameters']): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return names.flatMap((name) => {
    const [was, is] = [inWords(before[name]), inWords(now[name])]
    return was === is ? [] : [`${name} ${was} → ${is}`]
  })
}

/** A list of ids may be long; what matters is that it changed. */
function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  const text = typeof value === 'string' ? value : canonicalJson(value)
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

function differs(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now
}
