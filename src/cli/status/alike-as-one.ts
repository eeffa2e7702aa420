import { type Column, shownText } from '../../reports/column'

/** A column that stands for all that show the same in every row. */
export interface SharedColumn<Row> {
  column: Column<Row>
  /** Keys of all that it stands for. */
  of: string[]
}

/** Columns that show the same in every row as one, where the first of them stood: `ar@1*`, or `ar@1* +35` with 35 others. */
export function alikeAsOne<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): SharedColumn<Row>[] {
  const groups = new Map<string, Column<Row>[]>()
  for (const column of columns) {
    const shown = JSON.stringify(rows.map((row) => shownText(column, row)))
    groups.set(shown, [...(groups.get(shown) ?? []), column])
  }
  return [...groups.values()].flatMap((alike) => {
    const [first, ...others] = alike
    if (first === undefined) return []
    const title = others.length === 0 ? first.title : `${first.title} +${others.length}`
    return [{ column: { ...first, title }, of: alike.map((each) => each.key) }]
  })
}
