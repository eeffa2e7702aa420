import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { calendarsOf } from '../../../kpis/calendars-of'
import type { BusinessCalendar } from '../../../time/business-calendar'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { showExamples } from '../../options/examples'
import { answerLine } from '../../tz/convert'

export function registerTzConvert(group: Command, run: RunCommand): void {
  showExamples(group.command('convert'), [
    `echo '{"instant":"2026-10-25T00:30Z","zone":"Europe/London"}' | retally tz convert`,
    `echo '{"local":"2026-11-01T01:30","zone":"America/New_York","overlap":"later","gap":"forward"}' | retally tz convert`,
    `echo '{"date":"2026-10-04","zone":"Australia/Lord_Howe"}' | retally tz convert`,
    `echo '{"from":"2026-10-31T00:00Z","to":"2026-11-02T00:00Z","zone":"America/New_York","calendar":{"weekly":{"sat":["22:00-06:00"]}}}' | retally tz convert`,
    'retally tz convert --calendar hours.yaml < questions.jsonl > answers.jsonl',
  ])
    .summary('answer questions about time, line by line')
    .description(
      'Reads questions about time as lines of JSON on standard input and answers each with a line, so that any other\n' +
        'implementation can be held against this one:\n\n' +
        '  question                     answer\n' +
        '  {instant, zone}              {local, offsetMinutes, date, isoWeek}\n' +
        '  {local, zone, overlap, gap}  {instant}\n' +
        '  {date, zone}                 {start, end, seconds, halfHours}\n' +
        '  {from, to, zone, calendar}   {openSeconds}\n' +
        '  {after, zone, calendar}      {opens}\n\n' +
        'overlap is earlier, later or reject; gap is forward, backward or reject; without them reject. A line that cannot be\n' +
        'answered gets {error}, the rest goes on, and the exit code is 1.',
    )
    .option(
      '--calendar <yaml>',
      'calendars that questions may name: a site or queue of the file, or `default`',
    )
    .action(({ calendar }: { calendar?: string }) =>
      run(async ({ screen, interrupted }) => {
        if (process.stdin.isTTY === true)
          screen.say(
            'Write a question a line, such as {"date":"2026-10-25","zone":"Europe/London"}; Ctrl-D ends.',
          )
        const calendars = calendar === undefined ? new Map<string, BusinessCalendar>() : readNamed(calendar)
        const lines = createInterface({ input: process.stdin, signal: interrupted })
        let refused = 0
        for await (const line of lines) {
          if (line.trim() === '') continue
          const answer = answerLine(line, calendars)
          if ('error' in answer) refused++
          if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain')
        }
        if (interrupted.aborted) return exitCodes.interrupted
        return refused > 0 ? exitCodes.partialFailure : exitCodes.ok
      }),
    )
}

/** By the id of a site or queue; one that is a schedule group of the platform is not to be had without it. */
function readNamed(file: string): Map<string, BusinessCalendar> {
  const { readCalendars } =
    require('../../reference/calendar-file') as typeof import('../../reference/calendar-file')
  const { siteCalendars, queueCalendars } = readCalendars(file)
  const named = [
    ...calendarsOf(siteCalendars, [], ({ site }) => site ?? 'default', String),
    ...calendarsOf(queueCalendars, [], ({ queueId }) => queueId, String),
  ]
  return new Map(named.flatMap(([name, calendar]) => (calendar === null ? [] : [[name, calendar]])))
}
