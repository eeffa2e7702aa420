import fc from 'fast-check'
import { blockOf, drawCustomer, numbersOf, peopleOf } from '../../simulator/conversations/customers'
import { Chance } from '../../simulator/random'
import { personOf } from '../../simulator/world/person'
import { sites } from '../../simulator/world/site'

const pace = fc.constantFrom('regular' as const, 'unhurried' as const, 'lasting' as const)

test('a block finds the numbers of its conversations again, in every pace', () => {
  fc.assert(
    fc.property(pace, fc.nat(2_000_000), (kind, number) => {
      const { from, to } = numbersOf(blockOf(kind, number), kind)
      expect(from).toBeLessThanOrEqual(number)
      expect(to).toBeGreaterThan(number)
    }),
  )
})

test('no number belongs to two blocks', () => {
  fc.assert(
    fc.property(pace, fc.nat(20_000), (kind, block) => {
      const { from, to } = numbersOf(block, kind)
      for (let number = from; number < to; number++) expect(blockOf(kind, number)).toBe(block)
    }),
  )
})

test('people of different blocks and sites are different people with different numbers', () => {
  const chance = new Chance('test')
  const numberOf = new Map<string, number>()
  const people = new Set<number>()
  for (const [siteNumber, site] of sites.entries()) {
    for (let block = 0; block < 40; block++) {
      for (let i = 0; i < 50; i++) {
        const key = drawCustomer(block, site, siteNumber, 20_000 + (i % 9), chance)
        const { number, contactId } = personOf('test', key, site, peopleOf(site))
        people.add(key)
        expect(numberOf.get(number) ?? key).toBe(key)
        numberOf.set(number, key)
        expect(personOf('test', key, site, peopleOf(site)).contactId).toBe(contactId)
      }
    }
  }
  expect(numberOf.size).toBe(people.size)
  expect(people.size).toBeGreaterThan(5_000)
})
