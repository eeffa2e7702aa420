import { pollPauses, pollsUntil } from '../../src/genesys/job-polls'

describe('looks at a job', () => {
  it('come after half a second, then half as late again each, at most every thirty seconds', () => {
    const pauses = pollPauses()
    const first = Array.from({ length: 12 }, () => pauses.next().value)
    expect(first.slice(0, 3)).toEqual([500, 750, 1125])
    expect(first.at(-1)).toBe(30_000)
  })

  it.each([
    [0, 1],
    [500, 2],
    [501, 3],
    [15_000, 8],
  ])('of a job of %d ms are %d', (jobMs, polls) => {
    expect(pollsUntil(jobMs)).toBe(polls)
  })
})
