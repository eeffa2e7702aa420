import { type Column, toObject } from './column'
import { type Format, render } from './format'
import { jsonDocument } from './json'
import type { TableOptions } from './table'

/** How an account (of decisions, of runs) is told: a line an entry, and what machines get besides. */
export interface AccountShape<Entry> {
  columns: readonly Column<Entry>[]
  /** Of what a table shows within another column. */
  moreColumns: readonly Column<Entry>[]
  /** Objects and lists: they have a place in JSON only. */
  inJson(entry: Entry): object
}

export function accountReport<Entry>(
  account: readonly Entry[],
  { columns, moreColumns, inJson }: AccountShape<Entry>,
  output: Format,
  style: TableOptions,
): string {
  if (output === 'table') return render(account, columns, output, style)
  const all = [...columns, ...moreColumns]
  if (output === 'csv') return render(account, all, output)
  const documents = account.map((entry) => ({ ...toObject(all, entry), ...inJson(entry) }))
  if (output === 'json') return jsonDocument(documents)
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('')
}
