import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ReferenceFileOptions, readReferenceFiles } from '../../src/cli/options/reference-files'
import { UsageError } from '../../src/errors'
import { scratchFolder } from './retally'

const scratch = scratchFolder()
afterAll(() => scratch.remove())

function read(option: keyof ReferenceFileOptions, name: string, content: string) {
  const path = join(scratch.path, name)
  writeFileSync(path, content)
  return readReferenceFiles({ [option]: path })
}

/** What is said of a file that does not read, without the folder: the sentence, and what to do. */
function refusal(option: keyof ReferenceFileOptions, name: string, content: string): string {
  try {
    read(option, name, content)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return `${error.message} ${error.advice}`.replaceAll(`${scratch.path}/`, '')
  }
  throw new Error('it was read')
}

describe('tables in files', () => {
  test('of agents give zones and sites, teams and divisions; a table without a column is left alone', () => {
    expect(
      read(
        'zones',
        'agents.csv',
        'agent_id,zone,site,team,valid_from,valid_to\n' +
          'a1,Europe/London,leeds,Blue,,2026-11-01\n' +
          'a1,Asia/Kolkata,pune,Blue,2026-11-01T00:00:00Z,\n' +
          '# left in spring\na2,,,Red,,\n',
      ),
    ).toEqual({
      agentZones: [
        {
          agentId: 'a1',
          zone: 'Europe/London',
          site: 'leeds',
          validFrom: null,
          validTo: '2026-11-01T00:00:00.000Z',
        },
        {
          agentId: 'a1',
          zone: 'Asia/Kolkata',
          site: 'pune',
          validFrom: '2026-11-01T00:00:00.000Z',
          validTo: null,
        },
      ],
      agentTeams: [
        { agentId: 'a1', team: 'Blue', division: null, validFrom: null, validTo: '2026-11-01T00:00:00.000Z' },
        { agentId: 'a1', team: 'Blue', division: null, validFrom: '2026-11-01T00:00:00.000Z', validTo: null },
        { agentId: 'a2', team: 'Red', division: null, validFrom: null, validTo: null },
      ],
    })
    expect(read('zones', 'teams.csv', 'agent_id,division\na1,Home\n')).toEqual({
      agentTeams: [{ agentId: 'a1', team: null, division: 'Home', validFrom: null, validTo: null }],
    })
  })

  test('may be written in YAML: the same rows', () => {
    const csv =
      'queue_id,media,target_seconds,valid_from,zone\nq1,voice,20,2026-11-01,America/New_York\nq1,,60,,\n'
    const yaml =
      "- { queue_id: q1, media: voice, target_seconds: 20, valid_from: '2026-11-01', zone: America/New_York }\n" +
      '- queue_id: q1\n  target_seconds: 60\n'
    const rows = {
      queueTargets: [
        {
          queueId: 'q1',
          mediaType: 'voice',
          targetMs: 20_000,
          validFrom: '2026-11-01T04:00:00.000Z',
          validTo: null,
        },
        { queueId: 'q1', mediaType: null, targetMs: 60_000, validFrom: null, validTo: null },
      ],
    }
    expect(read('targets', 'targets.csv', csv)).toEqual(rows)
    expect(read('targets', 'targets.yaml', yaml)).toEqual(rows)
  })

  test('of queues, wrap-up codes and rates', () => {
    expect(read('queueZones', 'queues.csv', 'queue_id,zone,site\nq1,Europe/London,\nq2,,leeds\n')).toEqual({
      queueZones: [{ queueId: 'q1', zone: 'Europe/London', validFrom: null, validTo: null }],
      queueSites: [{ queueId: 'q2', site: 'leeds', validFrom: null, validTo: null }],
    })
    expect(read('wrapUpCodes', 'codes.csv', 'id,name,class\nw1,Sale,resolved\nw2,Wrong number,\n')).toEqual({
      wrapUpCodes: [
        { id: 'w1', name: 'Sale' },
        { id: 'w2', name: 'Wrong number' },
      ],
      wrapUpClasses: [{ id: 'w1', class: 'resolved', validFrom: null, validTo: null }],
    })
    expect(read('rates', 'rates.csv', 'site,currency,minor_per_hour\nleeds,gbp,2150\n,GBP,1900\n')).toEqual({
      rates: [
        { site: 'leeds', currency: 'GBP', minorPerHour: 2150, validFrom: null, validTo: null },
        { site: null, currency: 'GBP', minorPerHour: 1900, validFrom: null, validTo: null },
      ],
    })
  })

  test('of calendars: by site and queue, in editions, and as schedule groups of the platform', () => {
    const always = { weekly: { mon: ['00:00-24:00'] } }
    expect(read('calendar', 'hours.yaml', "weekly: { mon: ['00:00-24:00'] }")).toEqual({
      siteCalendars: [{ site: null, calendar: always }],
      queueCalendars: [],
    })
    const bySite =
      'sites:\n  default: { weekly: {} }\n  leeds:\n' +
      "    - { weekly: { mon: ['00:00-24:00'] }, validTo: 2026-06-01 }\n" +
      "    - { weekly: {}, validFrom: '2026-06-01' }\n" +
      'queues: { q1: { scheduleGroup: Sales hours } }\n'
    expect(read('calendar', 'sites.yaml', bySite)).toEqual({
      siteCalendars: [
        { site: null, calendar: { weekly: {} } },
        { site: 'leeds', calendar: { ...always, validTo: '2026-06-01' } },
        { site: 'leeds', calendar: { weekly: {}, validFrom: '2026-06-01' } },
      ],
      queueCalendars: [{ queueId: 'q1', calendar: { scheduleGroup: 'Sales hours' } }],
    })
  })
})

const agents = (...lines: string[]) =>
  ['zones', 'a.csv', ['agent_id,zone,site,valid_from,valid_to', ...lines].join('\n')] as const
const calendar = (text: string) => ['calendar', 'h.yaml', text] as const

describe('a file that does not read is refused by file, line and column or key, with what to write instead:', () => {
  test.each<
    readonly [what: string, file: readonly [keyof ReferenceFileOptions, string, string], says: string]
  >([
    [
      'an empty file',
      ['zones', 'a.csv', ''],
      'a.csv lacks the column agent_id; its first line names none. Give the file at least the columns agent_id',
    ],
    [
      'no column that says anything',
      ['zones', 'a.csv', 'agent_id,site\na1,leeds'],
      'a.csv says nothing of agents: it has none of the columns zone, team, division.',
    ],
    [
      'a column misspelt',
      ['zones', 'a.csv', 'agent_id,zone,valid_form\na1,Europe/London,2026-01-01'],
      'a.csv has a column "valid_form", which this table does not know. Did you mean valid_from?',
    ],
    [
      'a column twice',
      ['zones', 'a.csv', 'agent_id,zone,zone\na1,UTC,UTC'],
      'a.csv names the column "zone" twice in its first line.',
    ],
    [
      'more values than columns',
      ['wrapUpCodes', 'w.csv', 'id,name\nw1,Sale, new'],
      'w.csv line 2 has 3 values, and the first line names 2 columns. Put a value that contains a comma in double quotes.',
    ],
    [
      'a quote that is not closed',
      ['wrapUpCodes', 'w.csv', 'id,name\nw1,"Sale\n'],
      'w.csv is not a CSV file: Quote Not Closed',
    ],
    [
      'semicolons for commas',
      ['zones', 'a.csv', 'agent_id;zone\na1;UTC'],
      'a.csv has a column "agent_id;zone", which this table does not know.',
    ],
    [
      'a zone nobody knows',
      agents('a1,Europe/London', 'a2,Europe/Lodnon'),
      'a.csv line 3, zone: Unknown time zone "Europe/Lodnon": did you mean Europe/London',
    ],
    ['no zone', agents('a1,,leeds'), 'a.csv line 2, zone is empty. Fill in the zone the agent works in'],
    [
      'no agent',
      agents(',Europe/London'),
      'a.csv line 2, agent_id is empty. Fill in the id the platform knows, or remove the line.',
    ],
    [
      'a date that is none',
      agents('a1,Europe/London,,01.11.2026'),
      'a.csv line 2, valid_from "01.11.2026" is neither a date (2026-11-01) nor an instant',
    ],
    [
      'a day no month has',
      agents('a1,Europe/London,,2026-02-30'),
      'a.csv line 2, valid_from "2026-02-30" is neither a date',
    ],
    [
      'an instant without an offset',
      agents('a1,Europe/London,,2026-11-01T06:00:00'),
      'Write a date, or an instant with its offset; an empty value is open.',
    ],
    [
      'an end before its beginning',
      agents('a1,Europe/London,,2026-11-02,2026-11-02'),
      'a.csv line 2, valid_to: 2026-11-02 is not after valid_from 2026-11-02. A validity is half-open',
    ],
    [
      'two zones at once',
      agents('a1,Europe/London', 'a2,Asia/Tokyo', 'a1,Asia/Kolkata,,2026-11-01'),
      'a.csv line 4 and line 2 both give the zone of agent a1 from 2026-10-31T18:30:00.000Z on. End one where the other begins',
    ],
    [
      'a line that is there twice',
      agents('a1,Europe/London', 'a1,Europe/London'),
      'a.csv line 3 and line 2 both give the zone of agent a1 from the beginning on.',
    ],
    [
      'a target that is no number',
      ['targets', 't.csv', 'queue_id,target_seconds\nq1,20s'],
      't.csv line 2, target_seconds is "20s", which is no whole number from 1 on. Write digits only, such as 20.',
    ],
    [
      'a medium nobody knows',
      ['targets', 't.csv', 'queue_id,media,target_seconds\nq1,phone,20'],
      't.csv line 2, media: "phone" is no media type. Write one of voice, callback',
    ],
    [
      'a date without a zone',
      ['targets', 't.csv', 'queue_id,target_seconds,valid_from\nq1,20,2026-11-01'],
      't.csv line 2, valid_from: 2026-11-01 begins at another instant in every zone, and the row names none. Fill in the column zone',
    ],
    [
      'two targets at once',
      ['targets', 't.csv', 'queue_id,media,target_seconds\nq1,voice,20\nq1,voice,30'],
      't.csv line 3 and line 2 both give the target of queue q1 for voice',
    ],
    [
      'two currencies',
      ['rates', 'r.csv', 'site,currency,minor_per_hour\na,EUR,1\nb,USD,1'],
      'r.csv line 3, currency is USD, and r.csv line 2 has EUR: costs in two currencies do not add up.',
    ],
    [
      'a rate with a comma',
      ['rates', 'r.csv', 'currency,minor_per_hour\nEUR,"32,50"'],
      'r.csv line 2, minor_per_hour is "32,50", which is no whole number from 0 on. Write digits only, such as 3250 for 32.50 an hour.',
    ],
    [
      'a currency that is none',
      ['rates', 'r.csv', 'currency,minor_per_hour\n€,3250'],
      'r.csv line 2, currency is "€", which is no currency. Write its three letters, such as EUR.',
    ],
    [
      'a code with two classes',
      ['wrapUpCodes', 'w.csv', 'id,class\nw1,resolved\nw1,transfer'],
      'w.csv line 3 and line 2 both give the class of wrap-up code w1 from the beginning on.',
    ],
    [
      'a code of which nothing is said',
      ['wrapUpCodes', 'w.csv', 'id,name,class\nw1,,'],
      'w.csv line 2, name is empty.',
    ],
    [
      'YAML that is no list',
      ['zones', 'a.yaml', 'a1: Europe/London'],
      'a.yaml is not a table in YAML: it is no list of rows. Write a list of rows, each a mapping',
    ],
    [
      'a row of YAML that is no mapping',
      ['zones', 'a.yaml', '- { agent_id: a1, zone: UTC }\n- a2\n'],
      'a.yaml is not a table in YAML: line 2 is no mapping of columns to values.',
    ],
    [
      'a value of YAML that is a list',
      ['zones', 'a.yaml', '- agent_id: a1\n  zone: [UTC]\n'],
      'a.yaml is not a table in YAML: line 2: zone is no plain value.',
    ],
    [
      'a zone in YAML nobody knows',
      ['zones', 'a.yaml', '- { agent_id: a1, zone: UTC }\n- { agent_id: a2, zone: PST }\n'],
      'a.yaml line 2, zone: Unknown time zone "PST"',
    ],
    [
      'a calendar with a tab',
      calendar('weekly:\n\tmon: []\n'),
      'h.yaml cannot be used as business calendars: at line 2, column 1 a line is indented by a tab: use blanks.',
    ],
    [
      'a site twice',
      calendar('sites:\n  a: { weekly: {} }\n  a: { weekly: {} }\n'),
      'at line 3, column 3 a key is there twice.',
    ],
    [
      'an empty calendar',
      calendar(''),
      'h.yaml cannot be used as business calendars: it must be a mapping, such as { weekly: … }.',
    ],
    [
      'a calendar beside sites',
      calendar('sites: {}\nweekly: {}\n'),
      'it has weekly beside sites, queues or scheduleGroup: put the calendar under the id of its site, such as sites.default.',
    ],
    ['sites that are a list', calendar('sites: [a]'), 'sites must map the id of a site to its calendar.'],
    [
      'a window nobody can read',
      calendar("sites: { a: { weekly: { fri: ['08:00-18:00', '8-9'] } } }"),
      'h.yaml cannot be used as business calendars: sites.a.weekly.fri[1] is "8-9": write a window as HH:MM-HH:MM, such as 08:00-18:00.',
    ],
    [
      'a window without quotes or list',
      calendar('sites: { a: { weekly: { fri: 08:00-18:00 } } }'),
      "weekly.fri must be a list, such as ['08:00-18:00'].",
    ],
    ['a zone of a calendar', calendar('sites: { a: { zone: GMT+1, weekly: {} } }'), 'sites.a: '],
    [
      'a zone of a calendar that people call so',
      calendar('sites: { a: { zone: Europe/Berln, weekly: {} } }'),
      'sites.a: Unknown time zone "Europe/Berln": did you mean Europe/Berlin? Write for',
    ],
    [
      'a bracket that is not closed',
      calendar("weekly: { mon: ['08:00-18:00']\nholidays: []\n"),
      'or a bracket before it was not closed.',
    ],
    [
      'editions that overlap',
      calendar(
        "sites: { a: [{ weekly: {}, validTo: '2026-07-01' }, { weekly: {}, validFrom: '2026-06-01' }] }",
      ),
      'sites.a[1] (from 2026-06-01) and [0] (to before 2026-07-01) are both in force on 2026-06-01: end one where the other begins',
    ],
    [
      'a schedule group without a name',
      calendar('queues: { q1: { scheduleGroup: 5 } }'),
      'queues.q1: scheduleGroup must be the name or id of a schedule group, in quotes.',
    ],
    [
      'a schedule group and windows',
      calendar('queues: { q1: { scheduleGroup: Sales, weekly: {} } }'),
      'queues.q1: it has weekly beside',
    ],
  ])('%s', (_, [option, name, content], says) => {
    expect(refusal(option, name, content)).toContain(says)
  })
})
