import { UsageError } from '../../errors'
import type { ReferenceTables } from '../../kpis/reference-tables'
import { datedColumns, readDatedRows, requiredText } from './dated-rows'
import { readTableFile, type TableRow } from './table-file'

/**
 * Reads wrap-up codes: `id,name,class,valid_from,valid_to,zone`, the zone only for dates. A file with the column `name` gives
 * names, one with `class` gives classes; a table that it has no column for is absent.
 */
export function readWrapUpCodes(
  file: string,
): Pick<Partial<ReferenceTables>, 'wrapUpCodes' | 'wrapUpClasses'> {
  const table = readTableFile(file, {
    required: ['id'],
    optional: ['name', 'class', 'zone', ...datedColumns],
  })
  const [hasNames, hasClasses] = ['name', 'class'].map((column) => table.columns.includes(column))
  if (!hasNames && !hasClasses) {
    throw new UsageError(`${file} says nothing of wrap-up codes: it has neither the column name nor class.`, {
      code: 'file.column-missing',
      advice: 'Add a column, such as class with resolved.',
    })
  }
  const idOf = (row: TableRow) => {
    if (row.get('class') === '') requiredText(row, hasNames ? 'name' : 'class', 'what is missing')
    return requiredText(row, 'id', 'the id the platform knows')
  }
  const names = () =>
    readDatedRows(
      table,
      (row) => {
        const id = idOf(row)
        return row.get('name') === '' ? null : { id, name: row.get('name') }
      },
      ({ id }) => `the name of wrap-up code ${id}`,
    ).map(({ validFrom, validTo, ...code }) =>
      validFrom === null && validTo === null ? code : { ...code, validFrom, validTo },
    )
  const classes = () =>
    readDatedRows(
      table,
      (row) => {
        const id = idOf(row)
        return row.get('class') === '' ? null : { id, class: row.get('class') }
      },
      ({ id }) => `the class of wrap-up code ${id}`,
    )
  return {
    ...(hasNames ? { wrapUpCodes: names() } : {}),
    ...(hasClasses ? { wrapUpClasses: classes() } : {}),
  }
}
