import { daysInInput } from '../../src/cli/workflow/days-in-input'
import { versionsInId } from '../../src/cli/workflow/versions-in-id'
import { catalogue } from '../../src/kpis/catalogue'
import { addDays } from '../../src/time/local-date'
import { aPlan, partition } from '../planning/told'

const years = { first: '2023-11-01', last: '2026-10-31', days: 1096 }
const planOfDays = (days: number) =>
  aPlan({ partitions: [partition({ first: years.first, last: addDays(years.first, days - 1), days })] })

describe('The days a run is given', () => {
  it('are those its plan does something on, however long the range is', () => {
    expect(daysInInput({ range: years }, planOfDays(1))).toEqual([years.first])
    expect(daysInInput({ range: years }, planOfDays(400))).toHaveLength(400)
  })

  it('are left to the range where they are all of it, too many to be sent, or none', () => {
    for (const days of [0, 401, 1096])
      expect(daysInInput({ range: years }, days === 0 ? aPlan({}) : planOfDays(days))).toBeUndefined()
    expect(daysInInput({ range: { ...years, days: 20 } }, planOfDays(20))).toBeUndefined()
  })

  it('are those that were asked for, where somebody asked for some', () => {
    expect(daysInInput({ range: years, days: ['2024-02-29'] }, planOfDays(3))).toEqual(['2024-02-29'])
  })
})

describe('The versions in the id of a workflow', () => {
  it('stand by their names, and where they are many by their number and a mark of their own', () => {
    expect(versionsInId([])).toBe('')
    expect(versionsInId(['offered@1', 'answered@1'])).toBe('offered@1+answered@1')
    const all = catalogue.map(({ name, version }) => `${name}@${version}`)
    expect(versionsInId(all)).toMatch(new RegExp(`^${all.length}-versions-[0-9a-f]{12}$`))
    expect(versionsInId(all)).toBe(versionsInId([...all]))
    expect(versionsInId(all)).not.toBe(versionsInId([...all.slice(0, -1), 'another@1']))
  })
})
