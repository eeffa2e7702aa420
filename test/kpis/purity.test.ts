/** The same facts and tables give the same bytes: on any day, in any host zone, under any locale, in any order. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { resolveParameters } from '../../src/kpis/parameters'
import { compileReference, createContext } from '../../src/kpis/reference'
import { replay } from '../../src/kpis/replay'
import { summarise } from '../../src/kpis/summarise'
import { accountOfKpis, factsFor, settingsOf, tables } from './account-of-kpis'

const expected = accountOfKpis()
const definitions = catalogue.map((definition) => [nameAndVersion(definition), definition] as const)

afterEach(() => {
  jest.useRealTimers()
})

test('the account says something of every definition', () => {
  expect(expected).toHaveLength(catalogue.length * 3)
  for (const [name, definition] of definitions) {
    const told = JSON.parse(expected[expected.indexOf(nameAndVersion(definition)) + 2] as string)
    const days = new Set(told[1].cells.map((cell: { day: string }) => cell.day))
    expect([name, told[0].length > 20, days.size > 2]).toEqual([name, true, true])
  }
})

test.each(definitions)(
  '%s leaves frozen facts, tables and parameters alone, and says the same twice',
  (_name, definition) => {
    const frozenTables = deepFreeze(structuredClone(tables))
    const all = deepFreeze(factsFor(definition))
    for (const parameters of settingsOf(definition)) {
      const context = createContext(compileReference(frozenTables), deepFreeze(parameters))
      for (const facts of all) {
        const first = JSON.stringify(replay(definition, context, facts))
        expect(JSON.stringify(replay(definition, context, facts))).toBe(first)
      }
    }
  },
)

test.each(definitions)(
  '%s says the same of a subject wherever in the order it comes',
  (_name, definition) => {
    const context = () => createContext(compileReference(tables), resolveParameters(definition))
    const account = (facts: ReturnType<typeof factsFor>) => {
      const shared = context()
      return new Map(facts.map((each) => [each, JSON.stringify(replay(definition, shared, each))]))
    }
    const facts = factsFor(definition)
    const inOrder = account(facts)
    const turned = account([...facts].reverse())
    for (const [each, observations] of inOrder) expect(turned.get(each)).toBe(observations)
    const sum = (said: Map<unknown, string>) =>
      JSON.stringify(
        summarise(
          definition,
          [...said.values()].flatMap((text) => JSON.parse(text)),
          { by: ['zone', 'day'] },
        ),
      )
    expect(sum(turned)).toBe(sum(inOrder))
  },
)

test.each(['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z', '2026-11-01T05:30:00Z'])(
  'every definition says the same when asked at %s',
  (now) => {
    jest.useFakeTimers({ now: new Date(now) })
    jest.isolateModules(() => {
      const fresh = require('./account-of-kpis') as typeof import('./account-of-kpis')
      expect(fresh.accountOfKpis()).toEqual(expected)
    })
  },
)

test.each([
  ['Pacific/Apia', 'tr_TR.UTF-8'],
  ['America/St_Johns', 'ar_EG.UTF-8'],
])('every definition says the same in a process whose TZ is %s and whose locale is %s', (TZ, locale) => {
  const script = `
    const swc = require(${JSON.stringify(require.resolve('@swc/core'))})
    const { readFileSync } = require('node:fs')
    require.extensions['.ts'] = (module, file) => {
      const options = { filename: file, swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }
      module._compile(swc.transformSync(readFileSync(file, 'utf8'), options).code, file)
    }
    const { accountOfKpis } = require(${JSON.stringify(join(__dirname, 'account-of-kpis.ts'))})
    process.stdout.write(JSON.stringify({ hostOffset: new Date(0).getTimezoneOffset(), account: accountOfKpis() }))
  `
  const output = execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, TZ, LANG: locale, LC_ALL: locale },
  })
  const { hostOffset, account } = JSON.parse(output) as { hostOffset: number; account: string[] }
  expect(hostOffset).not.toBe(0)
  expect(account).toEqual(expected)
})

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) deepFreeze(part)
  return Object.freeze(value)
}
