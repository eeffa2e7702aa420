/** A table that a definition asks but does not name in `reads` could change without its days being computed again. */
import { catalogue } from '../../src/kpis/catalogue'
import { nameAndVersion, type ReferenceTableName } from '../../src/kpis/definition'
import { type CompiledReference, compileReference, createContext } from '../../src/kpis/reference'
import { replay } from '../../src/kpis/replay'
import { factsFor, settingsOf, tables } from './account-of-kpis'

const tablesBehind: Record<keyof CompiledReference, readonly ReferenceTableName[]> = {
  zoneOfAgent: ['agent-zone'],
  siteOfAgent: ['agent-site'],
  teamOfAgent: ['agent-team'],
  divisionOfAgent: ['agent-team'],
  calendarOfAgent: ['agent-zone', 'site-calendar'],
  zoneOfQueue: ['queue-zone'],
  siteOfQueue: ['queue-site'],
  targetOfQueue: ['queue-target'],
  calendarOfQueue: ['queue-calendar', 'queue-site', 'site-calendar'],
  wrapUpName: ['wrap-up-code'],
  hasWrapUpName: ['wrap-up-code'],
  wrapUpClass: ['wrap-up-class'],
  rateOfSite: ['rate'],
}

/** The look-ups, and which of them have been asked for. */
function watched(reference: CompiledReference) {
  const asked = new Set<keyof CompiledReference>()
  const look = Object.fromEntries(
    Object.entries(reference).map(([name, lookUp]) => [
      name,
      (...args: unknown[]) => {
        asked.add(name as keyof CompiledReference)
        return (lookUp as (...args: unknown[]) => unknown)(...args)
      },
    ]),
  ) as unknown as CompiledReference
  return { look, asked }
}

test.each(catalogue.map((definition) => [nameAndVersion(definition), definition] as const))(
  '%s names in `reads` every table it asks, however its parameters are set',
  (_name, definition) => {
    const { look, asked } = watched(compileReference(tables))
    const facts = factsFor(definition)
    for (const parameters of settingsOf(definition)) {
      const context = createContext(look, parameters)
      for (const each of facts) replay(definition, context, each)
    }
    const needed = [...asked].flatMap((lookUp) => tablesBehind[lookUp])
    expect(definition.reads).toEqual(expect.arrayContaining(needed))
  },
)
