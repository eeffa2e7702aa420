import fc from 'fast-check'
import { recordExcerpt } from '../../src/genesys/record-excerpt'
import { sample } from './sample'

const segment = 'participants[0].sessions[0].segments[0]'
const malformed = sample('03-details-chat-in-progress-malformed-dates.json')

describe('the excerpt of a record', () => {
  test('is the object in which it is wrong, the wrong field first, told by the shape of what stands there', () => {
    const excerpt = recordExcerpt(malformed, `${segment}.segmentStart`)
    expect(excerpt.place).toBe(segment)
    expect(excerpt.fields[0]).toEqual({
      name: 'segmentStart',
      shown: 'a text like "9999-99-9a99:99:99.999a"',
      isWrong: true,
    })
    expect(excerpt.fields.filter(({ isWrong }) => isWrong)).toHaveLength(1)
    expect(excerpt.fields).toContainEqual({ name: 'segmentType', shown: 'interact', isWrong: false })
  })

  test('names a field that is wanted and not there', () => {
    const { place, fields } = recordExcerpt({ conversationId: 'c-1' }, 'conversationStart')
    expect({ place, first: fields[0] }).toEqual({
      place: '',
      first: { name: 'conversationStart', shown: 'nothing', isWrong: true },
    })
  })

  test('shows a metric by its name and value, as no person is told by it', () => {
    const metric = { name: 'tTalk', value: -5, emitDate: '2026-10-20T09:00:00.000Z', note: 'Jane Roe' }
    const record = { participants: [{ sessions: [{ metrics: [metric] }] }] }
    const { fields } = recordExcerpt(record, 'participants[0].sessions[0].metrics[0].value')
    expect(fields.map(({ name, shown }) => `${name} ${shown}`)).toEqual([
      'value -5',
      'name tTalk',
      'emitDate 2026-10-20T09:00:00.000Z',
      'note a text of 8 characters',
    ])
  })

  test('of attributes tells their number only: their very names are anybody’s', () => {
    const record = { participants: [{ attributes: { 'Jane Roe': '020 7946 0958', born: '1980-01-01' } }] }
    const excerpt = recordExcerpt(record, 'participants[0].attributes.born')
    expect(excerpt).toEqual({ place: 'participants[0].attributes', fields: [], unnamed: 2 })
  })

  test('never holds a word that somebody put into a field of free text, wherever the path leads', () => {
    const secret = 'Xenophon Quillfeather'
    const places = [
      '',
      'participants[0].participantName',
      `${segment}.segmentStart`,
      `${segment}.nowhere.at[3].all`,
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(
          'participantName',
          'remote',
          'ani',
          'subject',
          'segmentStart',
          'addressFrom',
          'purpose',
          'name',
        ),
        fc.constantFrom(...places),
        (field, path) => {
          const record = structuredClone(malformed) as Record<string, unknown> & {
            participants: (Record<string, unknown> & {
              sessions: { segments: Record<string, unknown>[] }[]
            })[]
          }
          for (const object of [
            record,
            record.participants[0],
            record.participants[0]?.sessions[0]?.segments[0],
          ])
            if (object !== undefined) object[field] = secret
          expect(JSON.stringify(recordExcerpt(record, path))).not.toMatch(/Xenophon|Quillfeather/)
        },
      ),
    )
  })

  test.each([
    ['nothing', null],
    ['a text', 'hello'],
    ['a list', [1, 2]],
  ])('of %s is empty', (_, raw) => {
    expect(recordExcerpt(raw, '')).toMatchObject({ place: '', fields: [], unnamed: 0 })
  })
})
