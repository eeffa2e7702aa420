import { samePeriods } from '../../kpis/publication'
import { againInForce } from '../../reports/course-in-words'
import { spanList } from '../../reports/gaps-report'
import { type MoveBack, moveBack, rollBack } from '../../store/definitions/roll-back'
import { refuseMoveOfSignedOff } from '../../store/sign-offs/refuse-move'
import { utcDay } from '../../time/local-date'
import type { CommandContext } from '../command'
import { type ExitCode, exitCodes } from '../exit-codes'
import { standsWithoutCode } from '../lifecycle/version-here'
import type { Session } from '../session'
import { confirm, isAnswered } from '../workflow/confirm'
import { onlyEffectiveHas } from './days-with-results'
import { followPointer } from './follow-pointer'
import {
  type LostByRollback,
  lostByRollback,
  lostInWords,
  waysToCompute,
  wouldLoseDays,
} from './lost-by-rollback'
import { movedMeanwhile } from './refusals'

/** What somebody wants taken back, and how. */
export interface RollbackWish {
  name: string
  to?: number
  by: string
  why: string
  yes: boolean
  deliver: boolean
}

/**
 * Says what readers would lose, and takes a move back. Going back is possible at any time: days that would be lost have to be agreed to,
 * and the account keeps them.
 */
export async function rollBackVersion(
  context: CommandContext,
  session: Session,
  wish: RollbackWish,
): Promise<ExitCode> {
  const { screen } = context
  const { store, settings } = session
  const { name, yes, deliver, ...which } = wish
  const lookedAt = Date.now()
  const move = await moveBack(store.pool, { name, ...which, at: lookedAt })
  await refuseMoveOfSignedOff(store.pool, name, move.now, move.stands, 'rollback')
  const seen = await lostByRollback(store.pool, settings, name, move, utcDay(lookedAt))
  if (!(await isAgreed(context, wish, seen))) return exitCodes.interrupted
  // Whoever had to be asked may have taken an hour: readers had until now what is taken back.
  const at = Date.now()
  const back = await rollBack(store, {
    ...{ name, ...which, at },
    provided: async (tx, still: MoveBack) => {
      const there = await lostByRollback(tx, settings, name, still, utcDay(at))
      const same = samePeriods(still.now, move.now) && samePeriods(still.stands, move.stands)
      if (!same || JSON.stringify(there.lost) !== JSON.stringify(seen.lost)) throw movedMeanwhile(name)
      return there.lost.length === 0
        ? {}
        : { lost: there.lost.map(({ version, days }) => ({ version, days })) }
    },
  })
  screen.say(againInForce(name, move.now, move.stands))
  sayWhatIsOtherwise(context, { name, version: back.to }, seen)
  for (const way of waysToCompute(name, seen.lost)) screen.say(`\`${way}\` computes the days that are lost.`)
  return followPointer(context, session, { kpi: name, range: back.range, at }, { deliver })
}

/** @throws UsageError `publish.would-lose-days` where nobody is there to be asked */
async function isAgreed(
  context: CommandContext,
  { name, yes }: RollbackWish,
  { lost }: LostByRollback,
): Promise<boolean> {
  if (lost.length === 0) return true
  if (!yes && !isAnswered(context)) throw wouldLoseDays(name, lost)
  context.screen.say(context.screen.colors.yellow(lostInWords(name, lost)))
  return yes || confirm(context, 'Go back all the same?')
}

function sayWhatIsOtherwise(
  { screen }: CommandContext,
  { name, version }: { name: string; version: number | null },
  { left, older }: LostByRollback,
): void {
  const reference = `${name}@${version}`
  const gone = version === null ? [] : standsWithoutCode({ name, version })
  if (left.length > 0) screen.say(onlyEffectiveHas(reference, left))
  if (older.length > 0) {
    const since = gone.length > 0 ? '' : `; \`retally plan ${reference}\` says what has changed since`
    screen.say(`${spanList(older)}: computed from what was known then${since}.`)
  }
  for (const note of gone) screen.say(screen.colors.yellow(note))
}
