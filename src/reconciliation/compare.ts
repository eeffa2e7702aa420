/** Compares two accounts of one interval, every cell of either side. The tolerance is 0: counts and milliseconds agree or differ. */
import { contains, type Interval } from '../time/interval'
import { utcDay } from '../time/local-date'
import { type Account, type AccountCell, cellMs, groupKey, placeKey } from './account'
import { type Cause, unexplained } from './cause'
import { causes as allCauses } from './causes/catalogue'
import type { Difference, GapGroup } from './difference'
import type { Evidence } from './evidence'
import { explain } from './explain'
import type { Reconciliation } from './reconciliation'
import { type ComparedCell, totalsByCause, totalsByMeasure } from './totals'

/**
 * @param interval cells that start outside are on neither side
 * @throws RangeError when the accounts are given the wrong way round, which would turn every sign
 */
export function compare(
  said: Account,
  computed: Account,
  interval: Interval,
  evidence: Evidence,
  causes: readonly Cause[] = allCauses,
): Reconciliation {
  if (said.side !== 'said' || computed.side !== 'computed') {
    throw new RangeError(
      `Expected what was said and what was computed, got ${said.side} and ${computed.side}.`,
    )
  }
  const cells = sideBySide(addedUp(said, interval), addedUp(computed, interval))
  const groups = groupsThatDiffer(cells)
  const named = explain([...groups.values()], evidence, causes)
  const causeOfGroup = new Map([...groups.keys()].map((key, index) => [key, named[index] ?? unexplained]))

  const differences: Difference[] = []
  let silentAgainstZero = 0
  for (const { place, said, computed, gap } of cells) {
    if (gap !== 0) {
      differences.push({
        cell: place,
        said,
        computed,
        gap,
        cause: causeOfGroup.get(groupKey(place)) ?? unexplained,
      })
    } else if (said === null || computed === null) silentAgainstZero++
  }
  return {
    interval,
    cells: cells.length,
    equal: cells.length - differences.length,
    silentAgainstZero,
    differences,
    byCause: totalsByCause(differences, causes),
    unexplained: differences.filter(({ cause }) => cause === unexplained).length,
    measures: totalsByMeasure(cells, differences),
  }
}

function addedUp(account: Account, interval: Interval): Map<string, AccountCell> {
  const cells = new Map<string, AccountCell>()
  for (const cell of account.cells) {
    if (!contains(interval, cell.start)) continue
    const key = placeKey(cell)
    const before = cells.get(key)
    cells.set(key, before === undefined ? cell : { ...cell, value: before.value + cell.value })
  }
  return cells
}

function sideBySide(
  said: ReadonlyMap<string, AccountCell>,
  computed: ReadonlyMap<string, AccountCell>,
): ComparedCell[] {
  const keys = [...new Set([...said.keys(), ...computed.keys()])].sort()
  return keys.map((key) => {
    const { start, queueId, mediaType, measure, kpi, stat } = (said.get(key) ??
      computed.get(key)) as AccountCell
    const saidValue = said.get(key)?.value ?? null
    const computedValue = computed.get(key)?.value ?? null
    return {
      place: { start, queueId, mediaType, measure, kpi, stat },
      said: saidValue,
      computed: computedValue,
      gap: (computedValue ?? 0) - (saidValue ?? 0),
    }
  })
}

function groupsThatDiffer(cells: readonly ComparedCell[]): Map<string, GapGroup> {
  const groups = new Map<string, GapGroup>()
  for (const { place, said, computed, gap } of cells) {
    const key = groupKey(place)
    const { start, queueId, mediaType, measure, kpi, stat } = place
    const group = groups.get(key) ?? {
      start,
      end: start + cellMs,
      day: utcDay(start),
      queueId,
      mediaType,
      measure,
      kpi,
      count: null,
      sum: null,
    }
    groups.set(key, { ...group, [stat]: { said, computed, gap } })
  }
  for (const [key, { count, sum }] of groups) {
    if ((count?.gap ?? 0) === 0 && (sum?.gap ?? 0) === 0) groups.delete(key)
  }
  return groups
}
