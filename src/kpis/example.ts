import type { Subject, SubjectFacts } from './subject'

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

/** What each half observes, and the quotient that must come of it. */
export interface ComposedExample {
  /** The arithmetic, so that a person can check it by hand. */
  words: string
  numerator: () => readonly SubjectFacts[Subject][]
  denominator: () => readonly SubjectFacts[Subject][]
  /** In the KPI's unit, exact to its last digit written. */
  value: number
}
