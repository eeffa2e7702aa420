/** Observations by the flaw (a rule of `facts/quality.ts` that is broken) of what they tell of. */
export type Flaws = Readonly<Partial<Record<string, number>>>

/** `Quality: outcome-unknown 21, handle-is-not-its-sum 2 (…)`, the most frequent first; nothing where no rule is broken. */
export function flawLines(flaws: Flaws): string[] {
  const counted = Object.entries(flaws).flatMap(([name, count]) => (count ? [[name, count] as const] : []))
  if (counted.length === 0) return []
  counted.sort(([, a], [, b]) => b - a)
  const named = counted.map(([name, count]) => `${name} ${count}`).join(', ')
  return [`Quality: ${named} (observations that break the rule of this name, counted all the same).`]
}

/** Of several, all together. */
export function flawsTogether(all: readonly Flaws[]): Flaws {
  const sum: Record<string, number> = {}
  for (const flaws of all) {
    for (const [name, count = 0] of Object.entries(flaws)) sum[name] = (sum[name] ?? 0) + count
  }
  return sum
}
