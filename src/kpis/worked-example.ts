import type { KpiDefinition } from './definition'
import type { WorkedExample } from './example'
import { resolveParameters } from './parameters'
import { compileReference, createContext } from './reference'
import { replay } from './replay'
import { summarise } from './summarise'
import type { Summary } from './summary'
import { toldReferenceTables } from './told'
import { findVariant } from './variants'

/** What came out of an example, beside what it says must. */
export interface ComputedExample {
  parameters: Readonly<Record<string, unknown>>
  variant: string | null
  expected: number
  summary: Summary
}

type Case = NonNullable<WorkedExample['variants']>[number]

/** Replays the example's contacts, first with the parameters' defaults, then under each variant. */
export function computeExample(definition: KpiDefinition): ComputedExample[] {
  const { contacts, value, variants = [] } = definition.example
  const reference = compileReference(toldReferenceTables)
  return [{ value }, ...variants].map(({ parameters = {}, variant, value: expected }: Case) => {
    const resolved = resolveParameters(definition, parameters)
    const context = createContext(reference, resolved)
    const observations = contacts().flatMap((facts) => replay(definition, context, facts))
    const by = variant === undefined ? {} : { variant: findVariant(definition, variant, resolved) }
    return {
      parameters,
      variant: variant ?? null,
      expected,
      summary: summarise(definition, observations, { ...by, parameters: resolved }),
    }
  })
}
