/** What a definition can ask the reference tables for and not be told. */
export const lookUps = ['zone', 'calendar', 'target', 'name', 'class', 'rate'] as const
export type LookUp = (typeof lookUps)[number]

/** How many observations asked in vain, by what they asked for; a look-up that never failed is absent. */
export type MissingLookUps = Partial<Record<LookUp, number>>

/** A look-up that failed, with whom it failed for. */
export interface MissingLookUp {
  lookUp: LookUp
  /** Summed or set aside. */
  observations: number
  setAside: number
  /** Whether `ids` are those of agents or of queues. */
  of: 'agent' | 'queue'
  /** Those with most observations, the most first. */
  ids: string[]
  /** How many more agents or queues there are. */
  more: number
}
