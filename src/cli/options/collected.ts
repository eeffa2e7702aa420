/** Of an option that may be given again: all its values. */
export function collected(value: string, before: readonly string[]): string[] {
  return [...before, value]
}
