import type { WireConversation, WireSurvey } from '../../simulator/details/wire'
import { type Client, exportInterval, start } from './client'
import { misfits } from './sdk-models'

const day = 86_400_000
const at = (text: string | undefined) => Date.parse(text ?? '')
const period = { from: '2026-10-06', to: '2026-10-25' }
const interval = '2026-10-06T00:00:00Z/2026-10-26T00:00:00Z'

/** A few that last began long before the period and are still going on. */
const isInPeriod = ({ conversationStart }: WireConversation) => conversationStart >= period.from

const metricsOf = (conversation: WireConversation, name: string) =>
  conversation.participants.flatMap(({ sessions }) =>
    sessions.flatMap(({ metrics }) => metrics.filter((metric) => metric.name === name)),
  )
const customerOf = ({ participants }: WireConversation) =>
  participants.find(({ purpose }) => purpose === 'customer')

/** By what the record says of the customer they can be known again: contact, or else the address they used; null for nobody. */
function knownBy(conversation: WireConversation): string | null {
  const customer = customerOf(conversation)
  if (!customer) return null
  if (customer.externalContactId !== undefined) return customer.externalContactId
  const session = customer.sessions[0]
  const address = session?.mediaType === 'voice' ? session.ani : session?.addressFrom
  return typeof address !== 'string' || customer.participantName === 'Anonymous' ? null : address
}

const wrappedUpAt = (conversation: WireConversation) =>
  metricsOf(conversation, 'tHandle').reduce((last, { emitDate }) => Math.max(last, at(emitDate)), 0)

describe('customers come back, answer surveys, or need not come back', () => {
  let client: Client
  let all: WireConversation[]
  let inbound: WireConversation[]
  beforeAll(async () => {
    client = await start({ ...period, conversationsPerDay: 250, now: '2027-01-20T00:00:00Z' })
    all = (await exportInterval(client, interval)).filter(isInPeriod)
    inbound = all.filter(({ originatingDirection }) => originatingDirection === 'inbound')
  })
  afterAll(() => client.simulator.close())

  test('about a fifth of the contacts of known customers follow another within seven days, some within hours, some by another medium', () => {
    const before = new Map<string, { at: number; medium: string | undefined }>()
    const gaps: number[] = []
    let [contacts, elsewhere] = [0, 0]
    for (const conversation of inbound) {
      const customer = customerOf(conversation)
      const id = customer?.externalContactId
      if (id === undefined) continue
      const now = { at: at(conversation.conversationStart), medium: customer?.sessions[0]?.mediaType }
      const last = before.get(id)
      if (conversation.conversationStart >= '2026-10-13') {
        contacts++
        if (last && now.at - last.at < 7 * day) {
          gaps.push(now.at - last.at)
          if (last.medium !== now.medium) elsewhere++
        }
      }
      before.set(id, now)
    }
    expect(gaps.length / contacts).toBeGreaterThan(0.15)
    expect(gaps.length / contacts).toBeLessThan(0.25)
    expect(gaps.filter((gap) => gap < day / 2).length).toBeGreaterThan(20)
    expect(elsewhere).toBeGreaterThan(20)
  })

  test('one contact has one name, one number and one address', () => {
    const told = new Map<string, Set<unknown>>()
    for (const conversation of all) {
      const customer = customerOf(conversation)
      const session = customer?.sessions[0]
      if (customer?.externalContactId === undefined || session === undefined) continue
      const own = session.direction === 'inbound' ? session.ani : session.dnis
      for (const [what, value] of Object.entries({
        name: customer.participantName,
        own,
        from: session.addressFrom,
      })) {
        if (value === undefined) continue
        const key = `${customer.externalContactId} ${what} ${what === 'from' ? session.mediaType : ''}`
        told.set(key, (told.get(key) ?? new Set()).add(value))
      }
    }
    expect(told.size).toBeGreaterThan(2_000)
    expect([...told].filter(([, values]) => values.size > 1)).toEqual([])
  })

  test('the truth tells whose a conversation was, also where the record knows them by an address or not at all', () => {
    const people = new Map(
      client.simulator.control.truth
        .conversations(at(period.from), at('2026-10-26'))
        .map(({ conversationId, person }) => [conversationId, person]),
    )
    const peopleBy = new Map<string, Set<number | undefined>>()
    for (const conversation of inbound) {
      const person = people.get(conversation.conversationId)
      expect(person).toBeDefined()
      const who = knownBy(conversation)
      if (who !== null) peopleBy.set(who, (peopleBy.get(who) ?? new Set()).add(person))
    }
    expect([...peopleBy.values()].filter(({ size }) => size > 1)).toEqual([])
    expect(new Set([...peopleBy.values()].flatMap((one) => [...one])).size).toBeLessThan(peopleBy.size)
  })

  test('numbers are fictional, the anonymous have neither number nor contact, and a call out has the number dialled', () => {
    const anonymous = inbound.filter((one) => customerOf(one)?.participantName === 'Anonymous')
    expect(anonymous.length).toBeGreaterThan(100)
    for (const conversation of anonymous) {
      const customer = customerOf(conversation)
      expect(customer?.externalContactId).toBeUndefined()
      expect([undefined, 'anonymous']).toContain(customer?.sessions[0]?.ani)
    }
    for (const { originatingDirection, participants } of all) {
      for (const { sessions } of participants) {
        for (const { ani, dnis, direction, mediaType } of sessions) {
          if (mediaType !== 'voice' || ani === undefined) continue
          expect(`${ani} ${dnis}`).toMatch(/^(tel:\+1555\d{7}|anonymous) tel:\+1555\d{7}$/)
          if (originatingDirection === 'outbound') expect([ani, direction].join()).toMatch(/9999,outbound$/)
        }
      }
    }
  })

  test('the next contact was avoided exactly when the records show no other one within seven days of the last wrap-up', () => {
    const contacts = new Map<string, number[]>()
    for (const conversation of inbound) {
      const who = knownBy(conversation)
      if (who !== null) contacts.set(who, [...(contacts.get(who) ?? []), at(conversation.conversationStart)])
    }
    const counts = [0, 0]
    for (const conversation of inbound) {
      const who = knownBy(conversation)
      const from = wrappedUpAt(conversation)
      if (who === null || from === 0) {
        expect(conversation.resolutions).toBeUndefined()
        continue
      }
      const cameBack = contacts.get(who)?.some((begun) => begun > from && begun < from + 7 * day)
      expect(conversation.resolutions).toHaveLength(1)
      const { nNextContactAvoided = -1, eventTime } = conversation.resolutions?.[0] ?? {}
      expect(nNextContactAvoided).toBe(cameBack ? 0 : 1)
      counts[nNextContactAvoided] = (counts[nNextContactAvoided] ?? 0) + 1
      expect(at(eventTime)).toBeGreaterThan(from + 7 * day)
      expect(at(eventTime)).toBeLessThanOrEqual(from + 15 * day)
    }
    expect(Math.min(...counts)).toBeGreaterThan(200)
  })

  test('a call out has no resolution', () => {
    const outbound = all.filter(({ originatingDirection }) => originatingDirection === 'outbound')
    expect(outbound.length).toBeGreaterThan(100)
    expect(outbound.filter(({ resolutions }) => resolutions)).toEqual([])
  })

  test('surveys are about the last agent, and answered ones have scores and a date', () => {
    const surveys = all.flatMap((conversation) => conversation.surveys ?? [])
    expect(new Set(surveys.map(({ surveyStatus }) => surveyStatus))).toEqual(
      new Set(['Finished', 'Expired', 'OptOut']),
    )
    for (const survey of surveys) {
      const answered = survey.surveyStatus === 'Finished'
      expect(survey.surveyCompletedDate !== undefined).toBe(answered)
      expect(survey.surveyPromoterScore !== undefined).toBe(answered)
      expect(survey.oSurveyTotalScore !== undefined).toBe(answered)
    }
    for (const { participants, surveys: told = [] } of all) {
      for (const { userId } of told) expect(participants.map((one) => one.userId)).toContain(userId)
    }
    expect(all.flatMap((conversation) => misfits(conversation, 'AnalyticsConversation'))).toEqual([])
  })

  test('the record shows of a survey and of a resolution only what was known by then', async () => {
    const { control } = client.simulator
    const days = '2026-10-06T00:00:00Z/2026-10-10T00:00:00Z'
    const shown = async (now: string) => {
      control.setClock(now)
      const asOf = at(now) - 2 * 3_600_000
      const found = (await exportInterval(client, days)).filter(isInPeriod)
      for (const { surveys = [], resolutions = [] } of found) {
        for (const { eventTime } of [...surveys, ...resolutions])
          expect(at(eventTime)).toBeLessThanOrEqual(asOf)
      }
      return {
        sent: found.flatMap(({ surveys = [] }) =>
          surveys.filter(({ surveyStatus }) => surveyStatus === 'Sent'),
        ).length,
        answered: found.flatMap(({ surveys = [] }) => surveys.filter(answeredBy(asOf))).length,
        resolved: found.flatMap(({ resolutions = [] }) => resolutions).length,
      }
    }
    const early = await shown('2026-10-10T02:00:00Z')
    const later = await shown('2026-10-12T02:00:00Z')
    const last = await shown('2026-11-15T02:00:00Z')
    control.setClock('2027-01-20T00:00:00Z')
    expect(early).toMatchObject({ resolved: 0 })
    expect(early.sent).toBeGreaterThan(20)
    expect(later.answered).toBeGreaterThan(early.answered)
    expect(later.resolved).toBe(0)
    expect(last.sent).toBe(0)
    expect(last.resolved).toBeGreaterThan(300)
  })

  test('survey aggregates agree with a recount of the details', async () => {
    const { body } = await client.post('/api/v2/analytics/surveys/aggregates/query', {
      interval: '2026-08-01T00:00:00Z/2027-01-01T00:00:00Z',
      groupBy: ['queueId', 'userId'],
      metrics: [
        ...['nSurveysSent', 'nSurveysExpired', 'nSurveyResponses', 'nSurveyNpsResponses'],
        ...['nSurveyNpsPromoters', 'nSurveyNpsDetractors', 'oSurveyTotalScore'],
      ],
    })
    expect(misfits(body, 'SurveyAggregateQueryResponse')).toEqual([])
    const whole = await exportInterval(client, '2026-08-01T00:00:00Z/2027-01-01T00:00:00Z')
    const surveys = whole.flatMap((one) => one.surveys ?? [])
    const finished = surveys.filter(({ surveyStatus }) => surveyStatus === 'Finished')
    const count = (isOne: (survey: WireSurvey) => boolean) => surveys.filter(isOne).length
    expect(totals(body)).toEqual({
      nSurveysSent: surveys.length,
      nSurveysExpired: count(({ surveyStatus }) => surveyStatus === 'Expired'),
      nSurveyResponses: finished.length,
      nSurveyNpsResponses: finished.length,
      nSurveyNpsPromoters: count(({ surveyPromoterScore = 0 }) => surveyPromoterScore >= 9),
      nSurveyNpsDetractors: count(({ surveyPromoterScore = 10 }) => surveyPromoterScore <= 6),
      oSurveyTotalScore: finished.reduce((sum, { oSurveyTotalScore = 0 }) => sum + oSurveyTotalScore, 0),
    })
  })

  test.each(['eventTime', 'wrapUpDate'])(
    'resolution aggregates by %s agree with a recount of the details',
    async (by) => {
      const [from, to] = ['2026-10-22T00:00:00.000Z', '2026-10-24T00:00:00.000Z']
      const { body } = await client.post('/api/v2/analytics/resolutions/aggregates/query', {
        interval: `${from}/${to}`,
        groupBy: ['queueId'],
        metrics: ['nNextContactAvoided'],
        alternateTimeDimension: by,
      })
      expect(misfits(body, 'ResolutionAggregateQueryResponse')).toEqual([])
      const whole = await exportInterval(client, '2026-08-01T00:00:00Z/2027-01-01T00:00:00Z')
      const avoided = whole.filter((conversation) => {
        const { eventTime, nNextContactAvoided } = conversation.resolutions?.[0] ?? {}
        const counted = by === 'eventTime' ? at(eventTime) : wrappedUpAt(conversation)
        return nNextContactAvoided === 1 && counted >= at(from) && counted < at(to)
      })
      expect(avoided.length).toBeGreaterThan(100)
      expect(totals(body)).toEqual({ nNextContactAvoided: avoided.length })
    },
  )
})

const answeredBy =
  (asOf: number) =>
  ({ surveyCompletedDate }: WireSurvey) =>
    at(surveyCompletedDate) <= asOf

interface Answer {
  results: { data: { metrics: { metric: string; stats: { count: number; sum?: number } }[] }[] }[]
}

/** Every metric of an answer, added up over its groups: sums where there are, counts otherwise. */
function totals({ results }: Answer): Record<string, number> {
  const found: Record<string, number> = {}
  for (const { metric, stats } of results.flatMap(({ data }) => data.flatMap(({ metrics }) => metrics))) {
    found[metric] = (found[metric] ?? 0) + (stats.sum ?? stats.count)
  }
  return found
}
