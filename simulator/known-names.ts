/**
 * What is misspelt would be ignored, and a test that armed it would prove nothing.
 *
 * @throws RangeError that names the first unknown one and all that there are
 */
export function refuseUnknown(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new RangeError(`There is no ${what} "${unknown}"; there are ${known.join(', ')}`)
}
