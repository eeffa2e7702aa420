import { Option } from 'commander'
import type { Format } from '../../reports/format'

/** `-o`: how data are written to standard output. */
export function outputOption(formats: readonly Format[] = ['table', 'json', 'jsonl', 'csv']): Option {
  return new Option('-o, --output <format>', 'how the data are written').choices(formats).default('table')
}

export interface OutputOptions {
  output: Format
}
