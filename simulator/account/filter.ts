import { refuseNonObject, refuseOtherPredicates } from '../read-predicate'
import { type AggregateDimension, isAggregateDimension } from './metrics'
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

/** Turns a filter (and / or, clauses within, dimension predicates) into a test; throws at what it does not know. */
export function compileFilter(filter: FilterClause | undefined): Test {
  if (filter === undefined) return () => true
  refuseNonObject('filter', filter)
  const tests = [
    ...(filter.clauses ?? []).map((clause) => compileFilter(clause)),
    ...(filter.predicates ?? []).map(compilePredicate),
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

function compilePredicate(predicate: FilterPredicate): Test {
  refuseOtherPredicates(predicate)
  const { dimension = '', operator = 'matches', value } = predicate
  if (!isAggregateDimension(dimension)) throw new RangeError(`Filter dimension [${dimension}] is not valid`)
  const read = (of: Dimensions) => of[dimension as AggregateDimension]
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
