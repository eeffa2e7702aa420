/** A change of a part with its sign: `+3`, `-1500`, `0`. */
export function signedPart(change: number): string {
  return change > 0 ? `+${change}` : String(change)
}
