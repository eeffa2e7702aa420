import { editsBetween } from '../time/edits-between'

/** Which of some names somebody may have meant: those that contain what they wrote, or differ in few letters. */
export function nearestNames(written: string, names: readonly string[]): string[] {
  const wanted = written
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-')
  if (wanted === '') return []
  const exact = names.filter((name) => name === wanted || initialsOf(name) === wanted)
  if (exact.length > 0) return exact
  return names
    .map((name) => ({ name, edits: name.includes(wanted) ? 0 : editsBetween(wanted, name) }))
    .filter(({ name, edits }) => edits <= Math.max(2, Math.floor(name.length / 4)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ name }) => name)
}

/** `average-speed-of-answer` → `asa`: people say ASA and AHT. */
export function initialsOf(name: string): string {
  return name
    .replaceAll('-of-', '-')
    .split('-')
    .map((word) => word[0])
    .join('')
}
