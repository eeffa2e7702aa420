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

/** How urgent work over days is, as Temporal has it: 1 is the most urgent. */
export function priorityOption(): Option {
  return new Option(
    '--priority <1-5>',
    'urgency: 1 is the most, the night has 2, a backfill 4; 4 and 5 give way to the night, 1 goes before it',
  ).argParser((text) => {
    const priority = wholeNumber(text)
    if (priority > 5) throw new InvalidArgumentError('Expected a number from 1 to 5.')
    return priority
  })
}
