/** `service-level@1, offered@1 and 3 more`: the first of some names; of more, how many. */
export function namesAndMore(names: readonly string[], most: number): string {
  const more = names.length - most
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
