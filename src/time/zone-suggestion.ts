/** What someone may have meant by a zone name the tz database does not have. */
import { editsBetween } from './edits-between'
import { tzNames, zonesAbbreviated } from './tz-data'

const mostSuggestions = 3
const mostEdits = 3
/** Shorter inputs are a few edits from anything. */
const shortestCompared = 3

/** Up to three names, best first; none when nothing comes near. */
export function suggestZones(input: string): string[] {
  const wanted = normalised(input)
  if (wanted === '') return []

  const otherSpelling = tzNames.filter((name) => normalised(name) === wanted)
  if (otherSpelling.length > 0) return otherSpelling.slice(0, mostSuggestions)

  const abbreviated = zonesAbbreviated(input.toUpperCase())
  if (abbreviated.length > 0) return abbreviated.slice(0, mostSuggestions)

  // An offset belongs to a moment, not to a zone: zones that share it part at the next clock change.
  if (/^(utc|gmt|z)?[+-]?\d/.test(wanted)) return []

  const sameCity = tzNames.filter((name) => normalised(cityOf(name)) === wanted)
  if (sameCity.length > 0) return sameCity.slice(0, mostSuggestions)

  if (wanted.length < shortestCompared) return []
  return tzNames
    .map((name) => ({
      name,
      edits: Math.min(editsBetween(wanted, normalised(name)), editsBetween(wanted, normalised(cityOf(name)))),
    }))
    .filter(({ name, edits }) => edits <= Math.min(mostEdits, Math.floor(cityOf(name).length / 3)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, mostSuggestions)
    .map(({ name }) => name)
}

function cityOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

function normalised(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+(?=[a-z])/g, '_')
}
