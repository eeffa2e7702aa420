import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../errors'
import { addToCatalogue, exportedName } from './catalogue-line'

export const observable = ['agent-leg', 'queue-visit'] as const
export type Observable = (typeof observable)[number]

/**
 * Writes the files of a new KPI: a first version that works and wants its own words, its test, and its line in the
 * catalogue.
 *
 * @param today the date of its first entry in the changelog, `YYYY-MM-DD`
 * @returns the paths written, from the checkout's folder
 * @throws UsageError for a name that is none, or is taken
 */
export function newDefinition(root: string, name: string, of: Observable, today: string): string[] {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(`${JSON.stringify(name)} is no name for a KPI.`, {
      code: 'kpi.bad-name',
      fields: { name },
      advice: 'Write small letters, digits and single hyphens, such as first-response-time.',
    })
  }
  const definition = join('src', 'kpis', name, 'v1.ts')
  const test = join('test', 'kpis', `${name}.test.ts`)
  for (const path of [definition, test]) {
    if (!existsSync(join(root, path))) continue
    throw new UsageError(`There is a ${path} already.`, {
      code: 'kpi.name-taken',
      fields: { name },
      advice: `Choose another name, or write a new version: retally kpi bump ${name}`,
    })
  }
  mkdirSync(join(root, 'src', 'kpis', name), { recursive: true })
  writeFileSync(join(root, definition), definitionText(name, of, today))
  writeFileSync(join(root, test), testText(name, of))
  addToCatalogue(root, name, 1)
  return [definition, test, join('src', 'kpis', 'catalogue.ts')]
}

interface Wording {
  facts: string
  fact: string
  measure: string
  helper: string
  dimensions: string
  anchor: string
  example: string
}

const wording: Record<Observable, Wording> = {
  'agent-leg': {
    facts: 'agentLegs',
    fact: 'leg',
    measure: 'handle',
    helper: 'legObservation',
    dimensions: `['agent', 'queue', 'mediaType', 'direction']`,
    anchor: 'agent',
    example: 'legs: [{ talk: 60 }, { talk: 120 }]',
  },
  'queue-visit': {
    facts: 'queueVisits',
    fact: 'visit',
    measure: 'queue-wait',
    helper: 'visitObservation',
    dimensions: `['queue', 'mediaType', 'direction']`,
    anchor: 'queue',
    example: 'visits: [{ answeredAfter: 60 }, { answeredAfter: 120 }]',
  },
}

function importsOf(helper: string): string {
  const imports = [
    `import { ${helper} } from '../${helper.replace('Observation', '-observation')}'`,
    `import { contact } from '../told'`,
  ]
  return imports.sort((a, b) => (a.slice(a.indexOf('../')) < b.slice(b.indexOf('../')) ? -1 : 1)).join('\n')
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function definitionText(name: string, of: Observable, today: string): string {
  const { facts, fact, measure, helper, dimensions, anchor, example } = wording[of]
  const title = titleOf(name)
  return `import { z } from 'zod'
import { all } from '../../facts/measurements'
import { defineKpi, type Observation } from '../definition'
${importsOf(helper)}

/**
 * ${title}, in seconds.
 *
 *   total ${measure} / ${fact}s with ${measure}
 *
 * Say here what it counts and when, what it leaves out, and why. Replace the measure and the parts by your own.
 */
export const ${exportedName(name, 1)} = defineKpi({
  name: '${name}',
  version: 1,
  title: '${title}',
  description: 'What it says, in the words of somebody who runs a contact centre.',
  formula: 'total ${measure} / ${fact}s with ${measure}',
  source: 'Where the formula is from.',
  example: {
    words: '60 s and 120 s: 180 / 2 = 90 s.',
    contacts: () => [contact({ ${example} })],
    value: 90,
  },
  unit: 'seconds',
  better: 'neither',
  unitOfObservation: '${of}',
  dimensions: ${dimensions},
  parts: ['totalMs', '${fact}s'],
  spans: ['totalMs'],
  aggregation: { kind: 'ratio', numerator: 'totalMs', denominator: '${fact}s', scale: 0.001 },
  distribution: { of: 'totalMs', zeros: 'count' },
  attribution: 'emit',
  zoneAnchor: '${anchor}',
  missingZone: 'keep',
  reads: ['${anchor}-zone'],
  maturityDays: 3,
  parameters: z.strictObject({}),
  reconcilesTo: [],
  changelog: [
    {
      version: 1,
      date: '${today}',
      kind: 'first',
      what: 'What it counts.',
      why: 'Who needs it.',
    },
  ],
  observe(facts) {
    const observations: Observation[] = []
    for (const ${fact} of facts.${facts}) {
      all(${fact}.measurements, '${measure}').forEach(({ at, value }, emission) => {
        observations.push(${helper}(${fact}, emission, at, { totalMs: value, ${fact}s: 1 }))
      })
    }
    return observations
  },
})
`
}

function testText(name: string, of: Observable): string {
  const told =
    of === 'agent-leg'
      ? `  const facts = [60, 120].map((talk) => factsOf(start, [agentSession({ talk })]))`
      : `  const facts = [60, 120].map((wait) =>
    factsOf(start, [
      {
        purpose: 'acd',
        queue: 'sales',
        segments: [['interact', 0, wait]],
        measures: [['queue-wait', wait * 1000, wait]],
      },
    ]),
  )`
  return `import { ${of === 'agent-leg' ? 'agentSession, ' : ''}factsOf } from '../facts/told'
import { summaryOf } from './replayed'

const start = '2026-10-20T09:00:00.000Z'

test('is the mean of what was observed: 60 s and 120 s are 90 s', () => {
${told}
  expect(summaryOf('${name}@1', facts).value).toBe(90)
})

test('has no value where nothing was observed, and not the value 0', () => {
  const summary = summaryOf('${name}@1', [factsOf(start, [])])
  expect(summary).toMatchObject({ value: null, observations: 0 })
})
`
}
