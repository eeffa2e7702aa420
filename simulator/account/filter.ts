import { refuseNonObject, refuseOtherPredicates } from '../read-predicate'
import type { Dimension } from './metrics'
import type { Dimensions } from './posting'

export interface FilterPredicate {
  type?: string
  dimension?: string
  operator?: string
  value?: string | null
}

export interface FilterClause {
  type: string
  predicates?: readonly FilterPredicate[]
  clauses?: readonly FilterClause[]
}

export type Test = (of: Dimensions) => boolean

/**
 * Turns a filter (and / or, clauses within, predicates over the given dimensions) into a test; throws at what it does not
 * know.
 */
export function compileFilter(filter: FilterClause | undefined, dimensions: readonly Dimension[]): Test {
  if (filter === undefined) return () => true
  refuseNonObject('filter', filter)
  const tests = [
    ...(filter.clauses ?? []).map((clause) => compileFilter(clause, dimensions)),
    ...(filter.predicates ?? []).map((predicate) => compilePredicate(predicate, dimensions)),
  ]
  switch (String(filter.type).toLowerCase()) {
    case 'and':
      return (of) => tests.every((test) => test(of))
    case 'or':
      return (of) => tests.some((test) => test(of))
    default:
      throw new RangeError(`Filter type [${filter.type}] is not valid. Allowable values are: and, or`)
  }
}

function compilePredicate(predicate: FilterPredicate, dimensions: readonly Dimension[]): Test {
  refuseOtherPredicates(predicate)
  const { dimension = '', operator = 'matches', value } = predicate
  const known = dimensions.find((name) => name === dimension)
  if (known === undefined) throw new RangeError(`Filter dimension [${dimension}] is not valid`)
  const read = (of: Dimensions) => of[known]
  switch (operator) {
    case 'matches':
      return value === null ? (of) => read(of) === undefined : (of) => read(of) === value
    case 'exists':
      return (of) => read(of) !== undefined
    case 'notExists':
      return (of) => read(of) === undefined
    default:
      throw new RangeError(
        `Filter operator [${operator}] is not valid. Allowable values are: matches, exists, notExists`,
      )
  }
}
