import { UsageError } from '../../src/errors'
import { catalogue, findDefinition } from '../../src/kpis/catalogue'
import { nameAndVersion } from '../../src/kpis/definition'
import { describeParameters, parseParameters, resolveParameters } from '../../src/kpis/parameters'

describe('the catalogue', () => {
  test.each(catalogue.map((definition) => [nameAndVersion(definition), definition] as const))(
    '%s explains itself',
    (_name, definition) => {
      for (const text of [
        definition.title,
        definition.description,
        definition.formula,
        definition.source,
        definition.example.words,
      ]) {
        expect(text.length).toBeGreaterThan(5)
      }
    },
  )

  test.each(
    catalogue.filter(({ spans }) => spans.length > 0).map((each) => [nameAndVersion(each), each] as const),
  )('%s has durations, so percentiles can be asked of them', (_name, definition) => {
    if (nameAndVersion(definition) !== 'handle-time-per-conversation@1')
      expect(definition.distribution).not.toBeNull()
  })

  test('a name without a version means the highest', () => {
    expect(findDefinition('adjusted-average-handle-time').version).toBe(2)
    expect(findDefinition('adjusted-average-handle-time@1').version).toBe(1)
  })

  test.each([
    ['service-levl', 'Did you mean service-level?'],
    ['asa', 'Did you mean average-speed-of-answer?'],
    ['handle-time', 'Did you mean adjusted-average-handle-time or average-handle-time'],
    ['weather', 'There are adjusted-average-handle-time, average-handle-time'],
    [
      'service-level@4',
      'There is no KPI service-level@4 in this build; there is service-level@1, service-level@2, service-level@3.',
    ],
    ['service-level@latest', 'there is service-level@1, service-level@2'],
    ['service-level@1@1', 'there is service-level@1, service-level@2'],
    ['service-level@1.0', 'there is service-level@1, service-level@2'],
  ])('%s is refused with advice', (reference, advice) => {
    expect(() => findDefinition(reference)).toThrow(UsageError)
    expect(() => findDefinition(reference)).toThrow(advice)
  })
})

describe('parameters', () => {
  const serviceLevel = findDefinition('service-level')
  const adjusted = findDefinition('adjusted-average-handle-time@2')

  test('left out take their defaults', () => {
    expect(resolveParameters(serviceLevel)).toEqual({
      abandons: 'count',
      shortAbandons: 'count',
      flowOuts: 'exclude',
    })
  })

  test('written name=value are read as what the definition takes', () => {
    expect(parseParameters(serviceLevel, ['targetSeconds=20', 'flowOuts=count'])).toMatchObject({
      targetSeconds: 20,
      flowOuts: 'count',
    })
    expect(
      parseParameters(adjusted, ['excludedWrapUpCodes=SPAM, 17', 'businessHours={"mon":["22:00-06:00"]}']),
    ).toEqual({ excludedWrapUpCodes: ['SPAM', '17'], businessHours: { mon: ['22:00-06:00'] } })
    expect(parseParameters(adjusted, ['excludedWrapUpCodes=17']).excludedWrapUpCodes).toEqual(['17'])
  })

  test.each([
    [['targetSeconds=soon'], 'Cannot run service-level@3 with these parameters: targetSeconds:'],
    [['targetSeconds=-1'], 'targetSeconds: -1 is not a number above 0 up to 86400.'],
    [['targetSecond=20'], 'targetSecond: no such parameter, did you mean targetSeconds.'],
    [['abandons=ignore'], 'abandons: "ignore" is not one of count, exclude.'],
    [
      ['target=20'],
      'target: no such parameter, did you mean targetSeconds or targets. It takes targetSeconds, targets, abandons, shortAbandons, flowOuts.',
    ],
    [['flowOuts'], '"flowOuts": write it as name=value'],
    [['flowOuts=count', 'flowOuts=count'], 'flowOuts: given twice'],
    [['constructor=1'], 'constructor: no such parameter'],
  ])('%j is refused, saying why and which there are', (texts, message) => {
    expect(() => parseParameters(serviceLevel, texts)).toThrow(UsageError)
    expect(() => parseParameters(serviceLevel, texts)).toThrow(message)
  })

  test('business hours that do not read are refused in the words of the calendar', () => {
    expect(() => parseParameters(adjusted, ['businessHours={"mon":["8-18"]}'])).toThrow(
      'businessHours.mon[0]: it is "8-18": write a window as HH:MM-HH:MM, such as 08:00-18:00.',
    )
    expect(() => parseParameters(adjusted, ['businessHours={"monday":["08:00-18:00"]}'])).toThrow(
      'businessHours.monday: no such key.',
    )
  })

  test('are described with their defaults', () => {
    expect(describeParameters(serviceLevel)[0]).toEqual({
      name: 'targetSeconds',
      description:
        "Longest wait that is in time; absent: the platform's own over-target mark. With targets=queue: that of queues without a target; absent: what needs one is set aside.",
      default: null,
      allowed: null,
      takes: 'a number above 0 up to 86400',
    })
  })
})
