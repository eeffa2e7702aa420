/** Which of some names somebody may have meant: those that contain what they wrote, or differ in few letters. */
export function nearestNames(written: string, names: readonly string[]): string[] {
  const wanted = written
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  if (wanted === '') return []
  // People say ASA and AHT.
  const initials = (name: string) =>
    name
      .replaceAll('-of-', '-')
      .split('-')
      .map((word) => word[0])
      .join('')
  const exact = names.filter((name) => name === wanted || initials(name) === wanted)
  if (exact.length > 0) return exact
  return names
    .map((name) => ({ name, edits: name.includes(wanted) ? 0 : editsBetween(wanted, name) }))
    .filter(({ name, edits }) => edits <= Math.max(2, Math.floor(name.length / 4)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** Levenshtein distance: single letters added, dropped or changed. */
function editsBetween(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(change, (previous[j] as number) + 1, (current[j - 1] as number) + 1))
    }
    previous = current
  }
  return previous[b.length] as number
}
