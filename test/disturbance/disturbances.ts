import { Chance } from '../../simulator/random'
import { type Killable, killable } from './killable-services'

/** One kill, when so much of the work is done. */
export interface Disturbance {
  which: Killable
  /** Exports completed and partitions computed so far. */
  after: number
}

/** So many kills of all kinds alike, at random points of the work; the same seed gives the same ones. */
export function disturbances(seed: string, count: number, steps: number): Disturbance[] {
  const chance = new Chance(seed, 'disturbances')
  const kinds = Array.from({ length: count }, (_, index) => killable[index % killable.length] as Killable)
  return kinds
    .map((which) => ({ which, after: chance.between(1, steps), rank: chance.fraction() }))
    .sort((one, other) => one.after - other.after || one.rank - other.rank)
    .map(({ which, after }) => ({ which, after }))
}
