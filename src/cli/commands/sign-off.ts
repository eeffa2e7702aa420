import { type Command, Option } from 'commander'
import { counted } from '../../reports/counted'
import { signOff } from '../../store/sign-offs/sign-off'
import type { CliCommand, CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { readBy } from '../options/by-whom'
import { showExamples } from '../options/examples'
import { rangeLabel } from '../options/range'
import { type Session, withStoreToWrite } from '../session'
import { addDaysMeant, type DaysMeant, type DaysMeantOptions, readDaysMeant } from '../sign-off/days-meant'
import { versionsInWords } from '../sign-off/lacks'
import { checkWhichVersions, periodsMeant, type WhichVersions } from '../sign-off/periods-meant'
import { kpisOf, type ReadyToSign, readyToSign } from '../sign-off/ready-to-sign'

interface SignOffOptions extends DaysMeantOptions, WhichVersions {
  by?: string
  why?: string
  reason?: string
  allowProvisional?: boolean
  dryRun?: boolean
}

/** Vouches for the numbers of a period: from then on they are left as they are. */
export const command: CliCommand = {
  register(program: Command, run) {
    const signOffs = showExamples(program.command('sign-off [kpi@version]'), [
      'retally sign-off --all-published --from 2026-10-01 --to 2026-10-31 --by ana --why "October is closed"',
      'retally sign-off service-level@2 --from 2026-10-01 --to 2026-10-31 --zone America/New_York --by ana',
      'retally sign-off --all-published --from 2026-10-01 --to 2026-10-31 --by ana --dry-run',
    ]).description(
      'Signs off a period of a version, or of the versions in force for these dates: no recompute, backfill or night changes its\n' +
        'numbers, and no promotion or rollback what it is published as, until somebody reopens it with a reason. What comes late is\n' +
        'archived, and said. Refused where a day is not fetched whole, not computed from what is known now, in quarantine or\n' +
        'provisional.\n\n' +
        'Days are UTC days on which conversations began, as everything is stored. A date in New York touches two of them:\n' +
        '--zone takes dates of a zone, and signs off all UTC days they touch. A conversation that began earlier may still be\n' +
        'observed on a date of the period; where that is so, it is said which days to sign off besides.',
    )
    addDaysMeant(signOffs.option('--all-published', 'the versions in force for these dates'))
      .option('--by <name>', 'who vouches for it; required')
      .option('--why <text>', 'a sentence for whoever reads the account')
      .addOption(new Option('--reason <text>', 'as --why').hideHelp())
      .option('--allow-provisional', 'also what may still change by itself, as it stands')
      .option('--dry-run', 'only say whether it could be signed off')
      .action((reference: string | undefined, options: SignOffOptions) =>
        run((context) => {
          checkWhichVersions(reference, options)
          const days = readDaysMeant(options)
          const by = readBy(options, 'sign-offs')
          return withStoreToWrite(context, (session) =>
            signOffDays(context, session, { reference, days, by, options }),
          )
        }),
      )
  },
}

async function signOffDays(
  context: CommandContext,
  session: Session,
  {
    reference,
    days,
    by,
    options,
  }: { reference: string | undefined; days: DaysMeant; by: string; options: SignOffOptions },
): Promise<ExitCode> {
  const { screen } = context
  const { pool } = session.store
  const { dates, ...range } = days
  const asked = { range, allowProvisional: options.allowProvisional === true }
  const ready = await readyToSign(pool, session, {
    ...asked,
    periods: await periodsMeant(pool, reference, range),
  })
  const { periods } = ready
  const what = `${versionsInWords(kpisOf(periods))} from ${rangeLabel(range)} (UTC days)`
  if (options.dryRun) {
    screen.say(`${what} can be signed off.`)
    sayWhatIsKnown(context, ready)
    return exitCodes.ok
  }
  const signed = await signOff(session.store, {
    range,
    periods,
    at: Date.now(),
    by,
    why: (options.why ?? options.reason ?? '').trim(),
    provided: async (tx) => ({ ...(await readyToSign(tx, session, { ...asked, periods })).evidence, dates }),
  })
  if (signed === null) {
    screen.say(`${what}: signed off already, nothing to do.`)
    return exitCodes.ok
  }
  screen.say(`${screen.colors.bold('signed off')} ${what} by ${by}. \`retally reopen\` opens it again.`)
  sayWhatIsKnown(context, ready)
  return exitCodes.ok
}

/** What whoever vouches has to know besides. */
function sayWhatIsKnown({ screen }: CommandContext, { leftOut, evidence }: ReadyToSign): void {
  const { provisional, quarantined, reachingIn } = evidence
  if (leftOut.length > 0)
    screen.say(`Left out, since they observe nothing on these days: ${leftOut.join(', ')}.`)
  if (provisional > 0)
    screen.say(`${counted(provisional, 'provisional observation')} signed off as they stand.`)
  if (quarantined > 0)
    screen.say(
      `In quarantine, and in no number: ${counted(quarantined, 'conversation')} of these days, \`retally quarantine list\`.`,
    )
  if (reachingIn !== null) {
    const { observations, first, last } = reachingIn
    screen.say(
      `Not protected on these dates: ${counted(observations, 'observation')} of what began on days that are open (${rangeLabel({ first, last })}). To protect them too, sign off those days as well.`,
    )
  }
}
