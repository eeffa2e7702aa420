import { UsageError } from '../../errors'
import type { WrapUpCodeRow } from '../../kpis/reference-tables'
import { readCsvRows } from './csv-rows'

/** Reads wrap-up codes: `id,name`. The same id twice with two names is refused: one of them is wrong. */
export function readWrapUpCodes(file: string): WrapUpCodeRow[] {
  const names = new Map<string, string>()
  for (const row of readCsvRows(file, ['id', 'name'])) {
    const id = row.get('id')
    const name = row.get('name')
    const where = `${file} line ${row.line}`
    if (id === '' || name === '') {
      throw new UsageError(`${where}: id and name must both be given.`, {
        code: 'reference.id',
        advice: 'Fill in what is missing, or remove the line.',
      })
    }
    const known = names.get(id)
    if (known !== undefined && known !== name) {
      throw new UsageError(`${where}: the wrap-up code ${id} is called both "${known}" and "${name}".`, {
        code: 'reference.contradiction',
        advice: 'Keep the line whose name is right and remove the other.',
      })
    }
    names.set(id, name)
  }
  return [...names].map(([id, name]) => ({ id, name }))
}
