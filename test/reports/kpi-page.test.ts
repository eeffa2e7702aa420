import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kpiPages } from '../../src/cli/commands/kpi/pages'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { pageForTerminal } from '../../src/reports/kpi-page/for-terminal'
import { kpiPage } from '../../src/reports/kpi-page/page'

const folder = join(__dirname, '..', '..', 'docs', 'kpis')

describe('the pages in docs/kpis', () => {
  const pages = kpiPages()

  test('are those of the KPIs there are', () => {
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort())
  })

  test.each([...pages])(
    '%s says what the definitions say; `retally kpi pages` writes it anew',
    (name, text) => {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
    },
  )

  test('show every version of a KPI, the newest first', () => {
    const headings = pages.get('adjusted-average-handle-time.md')?.match(/^# .*$/gm)
    expect(headings).toEqual([
      '# Adjusted average handle time (adjusted-average-handle-time@2)',
      '# Adjusted average handle time (adjusted-average-handle-time@1)',
    ])
  })
})

describe('the page of a KPI in the terminal', () => {
  test.each(catalogue)(
    '$name@$version has its example computed under each of its parameter sets',
    (definition) => {
      const text = pageForTerminal(kpiPage(definition), { code: 'abc' })
      expect(text.match(/^ {2}computed now/gm)).toHaveLength(1 + (definition.example.variants?.length ?? 0))
    },
  )

  test('computes the example when it is shown: a broken definition shows its broken value', () => {
    const definition = findDefinition('average-handle-time')
    const doubled = {
      ...definition,
      observe: (...args: Parameters<typeof definition.observe>) =>
        definition.observe(...args).map((observation) => ({
          ...observation,
          parts: { handleMs: 2 * (observation.parts?.handleMs ?? 0), handled: 1 },
        })),
    }
    expect(kpiPage(doubled).example.outcomes).toMatchObject([{ under: '', value: '1837.5 s' }])
  })
})
