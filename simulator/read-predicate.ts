/** Refuses what is no filter or predicate at all, before its fields are read. */
export function refuseNonObject(
  what: 'filter' | 'filter predicate',
  value: unknown,
): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`Each ${what} must be an object`)
  }
}

/** Refuses what is no predicate over a dimension: the only kind that is simulated. */
export function refuseOtherPredicates(predicate: unknown): void {
  refuseNonObject('filter predicate', predicate)
  if ('metric' in predicate || ('type' in predicate && predicate.type !== 'dimension')) {
    throw new RangeError('Filter predicates over metrics and properties are not simulated')
  }
}
