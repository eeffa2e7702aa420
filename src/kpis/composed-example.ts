import { type ComposedKpi, type Half, type Side, sides, sumOfHalf } from './composed'
import { type ObservationSum, sumOfOne } from './observation-sum'
import { resolveParameters } from './parameters'
import { compileReference, createContext } from './reference'
import { replay } from './replay'
import { startSumming } from './summarise'
import type { Summary } from './summary'
import { toldReferenceTables } from './told'

/** Replays each half's facts under the defaults of its parameters, and divides. */
export function computeComposedExample(composed: ComposedKpi): Summary {
  const summing = startSumming(composed)
  for (const side of sides) for (const sum of sumsOf(composed, side)) summing.addSum(sum)
  return summing.summary()
}

function sumsOf(composed: ComposedKpi, side: Side): ObservationSum[] {
  const half: Half = composed[side]
  const context = createContext(compileReference(toldReferenceTables), resolveParameters(half.kpi))
  return composed.example[side]()
    .flatMap((facts) => replay(half.kpi, context, facts))
    .map((observation) => sumOfHalf(half, side, sumOfOne(half.kpi, observation)))
}
