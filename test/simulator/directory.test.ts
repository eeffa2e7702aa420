import { type Client, start } from './client'

describe('the organisation’s records', () => {
  let client: Client
  beforeAll(async () => {
    client = await start()
  })
  afterAll(() => client.simulator.close())

  const all = async (path: string) => {
    const entities: { id: string; state?: string }[] = []
    let next: string | undefined = path
    while (next) {
      const { body }: { body: { entities: { id: string }[]; nextUri?: string } } = await client.get(next)
      entities.push(...body.entities)
      next = body.nextUri
    }
    return entities
  }

  test('users come in pages, and leavers only when asked for', async () => {
    const active = await all('/api/v2/users')
    const everybody = await all('/api/v2/users?state=any&pageSize=33')
    expect(everybody).toHaveLength(100)
    expect(new Set(everybody.map(({ id }) => id)).size).toBe(100)
    expect(active).toHaveLength(90)
    expect((await all('/api/v2/users?state=deleted')).length).toBe(5)
    const two = everybody.slice(0, 2).map(({ id }) => id)
    expect((await all(`/api/v2/users?id=${two.join(',')}&state=any`)).map(({ id }) => id)).toEqual(two)
    expect((await client.get('/api/v2/users?state=asleep')).status).toBe(400)
    expect((await client.get(`/api/v2/users/${two[0]}`)).body.id).toBe(two[0])
  })

  test('an agent’s zone is found by way of management unit and business unit, unless they are in none', async () => {
    const everybody = await all('/api/v2/users?state=any&pageSize=100')
    const units = (await client.get('/api/v2/workforcemanagement/businessunits')).body.entities
    const zones = new Map<string, string>()
    for (const { id } of units) {
      const { body } = await client.get(`/api/v2/workforcemanagement/businessunits/${id}?expand=settings`)
      zones.set(id, body.settings.timeZone)
      expect(
        (await client.get(`/api/v2/workforcemanagement/businessunits/${id}`)).body.settings,
      ).toBeUndefined()
    }
    expect([...zones.values()].sort()).toEqual([
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'Australia/Sydney',
      'Europe/London',
    ])
    let without = 0
    for (const { id } of everybody) {
      const { status, body } = await client.get(`/api/v2/workforcemanagement/agents/${id}/managementunit`)
      if (status === 404) without++
      else expect(zones.has(body.businessUnit.id)).toBe(true)
    }
    expect(without).toBe(10)
    const teams = await all('/api/v2/workforcemanagement/managementunits')
    expect(teams).toHaveLength(10)
    let members = 0
    for (const { id } of teams) {
      members += (await client.get(`/api/v2/workforcemanagement/managementunits/${id}/users`)).body.entities
        .length
    }
    expect(members).toBe(90)
  })

  test('queues can be asked for by name and id', async () => {
    const found = await all('/api/v2/routing/queues?name=billing')
    expect(found).toHaveLength(5)
    expect((await client.get(`/api/v2/routing/queues/${found[0]?.id}`)).body.name).toBe('New York Billing')
    expect((await client.get('/api/v2/routing/queues/none')).status).toBe(404)
  })
})
