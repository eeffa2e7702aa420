import type { KpiDefinition } from './definition'
import { resolveParameters } from './parameters'
import { compileReference, createContext } from './reference'
import { replay } from './replay'
import type { Subject, SubjectFacts } from './subject'
import { summarise } from './summarise'
import type { Summary } from './summary'
import { toldReferenceTables } from './told'
import { findVariant } from './variants'

/** Contacts, and what a definition must make of them: an example that is computed wherever it is shown. */
export interface WorkedExample<Parameters = Record<string, unknown>, S extends Subject = Subject> {
  /** The arithmetic, so that a person can check it by hand. */
  words: string
  contacts: () => readonly SubjectFacts[S][]
  /** In the definition's unit, exact to its last digit written. */
  value: number
  /** The same contacts under other parameters, or by another variant of the formula. */
  variants?: readonly { parameters?: Partial<Parameters>; variant?: string; value: number }[]
}

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
