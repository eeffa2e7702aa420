import { UsageError } from '../../errors'
import type { RateRow } from '../../kpis/reference-tables'
import { datedColumns, readDatedRows, wholeNumber } from './dated-rows'
import { readTableFile, type TableRow } from './table-file'

/**
 * Reads what an hour of work costs: `site,currency,minor_per_hour,valid_from,valid_to,zone`, the zone only for dates. An empty
 * site, or no such column, stands for all sites that have no rate of their own.
 */
export function readRates(file: string): RateRow[] {
  const table = readTableFile(file, {
    required: ['currency', 'minor_per_hour'],
    optional: ['site', 'zone', ...datedColumns],
  })
  let known: { currency: string; at: string } | undefined
  return readDatedRows(
    table,
    (row) => {
      const currency = currencyOf(row)
      known ??= { currency, at: row.at() }
      if (currency !== known.currency) {
        throw new UsageError(
          `${row.at('currency')} is ${currency}, and ${known.at} has ${known.currency}: costs in two currencies do not add up.`,
          { code: 'reference.currency', advice: 'Give all rates in one currency.' },
        )
      }
      return {
        site: row.get('site') || null,
        currency,
        minorPerHour: wholeNumber(row, 'minor_per_hour', 0, '3250 for 32.50 an hour'),
      }
    },
    ({ site }) => `the rate of ${site === null ? 'all other sites' : `site ${site}`}`,
  )
}

function currencyOf(row: TableRow): string {
  const currency = row.get('currency').toUpperCase()
  if (/^[A-Z]{3}$/.test(currency)) return currency
  throw new UsageError(
    `${row.at('currency')} is ${JSON.stringify(row.get('currency'))}, which is no currency.`,
    {
      code: 'reference.currency',
      advice: 'Write its three letters, such as EUR.',
    },
  )
}
