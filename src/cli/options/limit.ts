import { InvalidArgumentError, Option } from 'commander'

/** `--limit`: how many lines at most, the newest first. */
export function limitOption(standard: number): Option {
  return new Option('--limit <number>', 'how many at most, the newest first')
    .default(standard)
    .argParser(wholeNumber)
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('Expected a whole number from 1.')
  return number
}
