import { InvalidArgumentError } from 'commander'

/** Numbers of entries, as `quarantine list` has them, one argument after the other. */
export function entryNumbers(text: string, before: number[] | undefined): number[] {
  return [...new Set([...(before ?? []), entryNumber(text)])]
}

export function entryNumber(text: string): number {
  const key = Number(text)
  if (!Number.isSafeInteger(key) || key < 1)
    throw new InvalidArgumentError('Expected the number of an entry.')
  return key
}
