import { aggregatesPath, exportInterval, idsOf, jobsPath, runJob, start } from './client'

const interval = '2026-10-24T00:00:00Z/2026-10-25T00:00:00Z'

/** The bytes a fresh simulator answers to a fixed series of requests. */
async function bytes(options: Parameters<typeof start>[0]): Promise<string[]> {
  const client = await start(options)
  try {
    const { jobId } = await runJob(client, { interval })
    const answers = [
      await client.get(`${jobsPath}/${jobId}/results`),
      await client.get('/api/v2/users?state=any&pageSize=100'),
      await client.get('/api/v2/routing/queues'),
      await client.post(aggregatesPath, { interval, granularity: 'PT30M', metrics: ['nOffered', 'tHandle'] }),
      await client.get('/api/v2/nowhere'),
    ]
    return [client.token, jobId, ...answers.map(({ text }) => text)]
  } finally {
    await client.simulator.close()
  }
}

test('the same seed and arguments give the same bytes', async () => {
  expect(await bytes({ seed: 'one' })).toEqual(await bytes({ seed: 'one' }))
})

test('another seed gives another world', async () => {
  const [one, two] = [await bytes({ seed: 'one' }), await bytes({ seed: 'two' })]
  for (let i = 0; i < one.length; i++) expect(one[i]).not.toBe(two[i])
})

test('more volume adds conversations and leaves the others as they were', async () => {
  const small = await start({ conversationsPerDay: 100 })
  const large = await start({ conversationsPerDay: 300 })
  try {
    const few = await exportInterval(small, interval, { startOfDayIntervalMatching: true })
    const many = new Map(
      (await exportInterval(large, interval, { startOfDayIntervalMatching: true })).map((one) => [
        one.conversationId,
        one,
      ]),
    )
    expect(many.size).toBeGreaterThan(few.length * 2)
    // Whether somebody came back is about the other conversations, of which the last block has more now.
    for (const { resolutions: _, ...conversation } of few)
      expect(many.get(conversation.conversationId)).toMatchObject(conversation)
  } finally {
    await Promise.all([small.simulator.close(), large.simulator.close()])
  }
})

test('what is asked first does not matter', async () => {
  const forward = await start()
  const backward = await start()
  try {
    await exportInterval(forward, '2026-10-20T00:00:00Z/2026-10-21T00:00:00Z')
    await exportInterval(backward, '2026-10-28T00:00:00Z/2026-10-29T00:00:00Z')
    expect(idsOf(await exportInterval(forward, interval))).toEqual(
      idsOf(await exportInterval(backward, interval)),
    )
    expect(await exportInterval(forward, interval)).toEqual(await exportInterval(backward, interval))
  } finally {
    await Promise.all([forward.simulator.close(), backward.simulator.close()])
  }
})
