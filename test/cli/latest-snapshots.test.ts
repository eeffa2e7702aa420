import fc from 'fast-check'
import { LatestSnapshots } from '../../src/cli/trial/latest-snapshots'
import type { ConversationFacts } from '../../src/facts/fact'

function told(conversationId: string, startedAt: number): ConversationFacts {
  return {
    conversationId,
    startedAt,
    endedAt: null,
    direction: null,
    customer: null,
    selfServed: null,
    queueVisits: [],
    agentLegs: [],
    flows: [],
    surveys: [],
    resolutions: [],
  }
}

/** `startedAt` stands for which telling it is. */
function tellings(snapshots: LatestSnapshots): number[] {
  return snapshots.conversations().map(({ startedAt }) => startedAt)
}

describe('the latest snapshots of several files', () => {
  test('a file with a later availability date wins over one named after it', () => {
    const snapshots = new LatestSnapshots()
    snapshots.addFile([told('a', 2)], 2000)
    snapshots.addFile([told('a', 1)], 1000)
    expect(tellings(snapshots)).toEqual([2])
  })

  test('among files that say nothing the one named last wins', () => {
    const snapshots = new LatestSnapshots()
    snapshots.addFile([told('a', 1)], null)
    snapshots.addFile([told('a', 2)], null)
    expect(tellings(snapshots)).toEqual([2])
  })

  test('a file that says nothing counts as made just after the one named before it', () => {
    const snapshots = new LatestSnapshots()
    snapshots.addFile([told('a', 1)], 2000)
    snapshots.addFile([told('a', 2)], null)
    snapshots.addFile([told('a', 3)], 1500)
    expect(tellings(snapshots)).toEqual([2])
  })

  test('within a file the later record wins', () => {
    const snapshots = new LatestSnapshots()
    snapshots.addFile([told('a', 1), told('b', 9), told('a', 2)], 2000)
    expect(tellings(snapshots)).toEqual([2, 9])
  })

  test('the order of files that all say their date makes no difference', () => {
    const files = fc.uniqueArray(
      fc.record({ date: fc.nat(50), ids: fc.array(fc.constantFrom('a', 'b', 'c')) }),
      {
        selector: ({ date }) => date,
      },
    )
    fc.assert(
      fc.property(files, fc.integer(), (inOrder, seed) => {
        const shuffled = [...inOrder].sort(
          (x, y) => ((x.date * 31 + seed) % 17) - ((y.date * 31 + seed) % 17),
        )
        const read = (order: typeof inOrder) => {
          const snapshots = new LatestSnapshots()
          for (const { date, ids } of order)
            snapshots.addFile(
              ids.map((id) => told(id, date)),
              date,
            )
          return tellings(snapshots)
        }
        expect(read(shuffled)).toEqual(read(inOrder))
      }),
    )
  })
})
