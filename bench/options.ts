import { Command, InvalidArgumentError } from 'commander'

export interface BenchOptions {
  /** Conversations stored; the first size is exported from the simulator, larger ones are multiplied from it. */
  sizes: readonly number[]
  repeat: number
  /** Only how much longer a night takes beside a backfill. */
  onlyNight: boolean
  /** Only what grows with the days: a plan, a status and a diff. */
  onlyGrowth: boolean
  /** Days a diff is measured over. */
  lengthsOfDiff: readonly number[]
  output: 'table' | 'json'
  /** A file that also gets the report as JSON. */
  jsonFile: string | null
  /** A folder for CPU profiles of the worker processes. */
  profileFolder: string | null
}

/** Reads the command line; commander itself answers `--help` and mistakes. */
export function readOptions(argv: readonly string[]): BenchOptions {
  const program = new Command('bench')
    .description(
      'Measures the engine against other ways to the same rows, on a simulated contact centre and a Postgres of its own.',
    )
    .option(
      '--size <numbers>',
      'conversations, one size or several, comma-separated',
      sizes,
      [20_000, 200_000],
    )
    .option('--repeat <times>', 'measurements of each thing, of which the median counts', times, 3)
    .option('--quick', 'a thousand or two conversations, everything once: to see that it runs, not how fast')
    .option(
      '--growth',
      'only what grows with the days: a plan and a status of up to three years, a diff of up to one: two minutes',
    )
    .option('--night', 'only how much longer a night takes beside a backfill: fifteen minutes')
    .option('-o, --output <format>', 'table or json on standard output', format, 'table')
    .option('--json <file>', 'also write the report as JSON into a file')
    .option('--profile <folder>', 'write CPU profiles of the worker processes into a folder')
    .addHelpText(
      'after',
      `
Examples:
  $ npm run bench
  $ npm run bench -- --size 20000
  $ npm run bench -- --quick -o json > figures.json
  $ npm run bench -- --size 100000 --profile profiles

How to read the figures: docs/bench.md.
`,
    )
  const given = program.parse(argv as string[]).opts<{
    size: number[]
    repeat: number
    quick?: boolean
    night?: boolean
    growth?: boolean
    output: 'table' | 'json'
    json?: string
    profile?: string
  }>()
  return {
    sizes: given.quick ? [500, 1_500] : given.size,
    repeat: given.quick ? 1 : given.repeat,
    onlyNight: given.night === true,
    onlyGrowth: given.growth === true,
    lengthsOfDiff: given.quick ? [5, 15] : [30, 365],
    output: given.output,
    jsonFile: given.json ?? null,
    profileFolder: given.profile ?? null,
  }
}

function sizes(text: string): number[] {
  const read = text.split(',').map(Number)
  const ascending = read.every(
    (size, i) => Number.isInteger(size) && size >= 500 && size > (read[i - 1] ?? 0),
  )
  if (!ascending)
    throw new InvalidArgumentError('Write whole numbers from 500 on, in ascending order: 20000,200000.')
  return read
}

function times(text: string): number {
  const read = Number(text)
  if (!Number.isInteger(read) || read < 1 || read > 99)
    throw new InvalidArgumentError('It should be from 1 to 99.')
  return read
}

function format(text: string): 'table' | 'json' {
  if (text === 'table' || text === 'json') return text
  throw new InvalidArgumentError('Write table or json.')
}
