import { initialsOf } from '../../kpis/suggestion'

/**
 * A short name for each KPI, no two alike: initials keep a grid narrow (`asa`), a name of one word stays whole. Where
 * initials are shared, as those of average handle and average hold time, the words that differ give more letters:
 * `ahat`, `ahot`.
 */
export function shortNames(names: readonly string[]): Map<string, string> {
  const unique = [...new Set(names)]
  return new Map(
    unique.map((name) => {
      const alike = unique.filter((other) => initially(other) === initially(name))
      return [name, alike.length === 1 ? initially(name) : apart(name, alike)]
    }),
  )
}

function initially(name: string): string {
  return name.includes('-') ? initialsOf(name) : name
}

/** As few letters as tell all the names that are alike from each other; in whole where no number of them does. */
function apart(name: string, alike: readonly string[]): string {
  const [first = [], ...others] = alike.map((each) => each.split('-'))
  const short = (words: readonly string[], letters: number) =>
    words
      .map((word, at) => word.slice(0, others.some((other) => other[at] !== first[at]) ? letters : 1))
      .join('')
  for (let letters = 2; letters <= name.length; letters++) {
    const shorts = new Set([first, ...others].map((words) => short(words, letters)))
    if (shorts.size === alike.length) return short(name.split('-'), letters)
  }
  return name
}
