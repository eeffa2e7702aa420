import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { readPublications } from '../../src/store/definitions/read-publications'
import { type Ended, type RunningCommand, retally, scratchFolder, startRetally } from '../cli/retally'
import type { TestOrganisation } from '../workflows/organisation'
import { until } from './until'

/** Somebody at a prompt asks for the promotion. */
export type AskForPromotion = () => RunningCommand

export interface PromotionToAsk {
  from: string
  to: string
  /** `name@version`. */
  stands: string
  isToStand: string
}

/**
 * Compares two versions and promotes the second, by the commands people have. Whoever is told to come again later does, until the
 * promotion is in force; before that, `disturb` may ask for it and see it fail.
 */
export async function promoteByCommand(
  { database }: TestOrganisation,
  { from, to, stands, isToStand }: PromotionToAsk,
  disturb?: (ask: AskForPromotion) => Promise<void>,
): Promise<void> {
  const home = scratchFolder()
  const environment = { DATABASE_URL: database.url, RETALLY_HOME: home.path }
  const days = ['--from', from, '--to', to]
  const promotion = ['promote', isToStand, ...days, '--by', 'a test', '--why', 'it is better', '--yes']
  const ask = () => startRetally(promotion, environment)
  try {
    succeeded(await retally(['diff', stands, isToStand, ...days], environment))
    await disturb?.(ask)
    await until(`${isToStand} is promoted`, async () => {
      const ended = await ask().ended
      return isToComeAgain(ended) ? false : succeeded(ended)
    })
  } finally {
    home.remove()
  }
}

/** What the account of publications says of a KPI, as `promote 1 → 2`. */
export async function publicationsOf({ store }: TestOrganisation, kpi: string): Promise<string[]> {
  const account = await readPublications(store.pool, { name: kpi })
  return account.map(({ action, from, to }) => `${action} ${from} → ${to}`)
}

/** Strikes when the account and the pointer are written, and the states of the versions are not: none of it was committed. */
export async function strikeInMidPromotion(
  { database }: TestOrganisation,
  ask: AskForPromotion,
  strike: () => Promise<void>,
): Promise<Ended> {
  const obstacle = new Client({ connectionString: database.url })
  obstacle.on('error', () => undefined)
  await obstacle.connect()
  await obstacle.query('BEGIN; LOCK TABLE kpi_definition IN SHARE MODE')
  const { ended } = ask()
  await until('the promotion waits to write the states of the versions', async () => {
    const { rowCount } = await obstacle.query(
      `SELECT FROM pg_locks WHERE relation = 'kpi_definition'::regclass AND NOT granted`,
    )
    return rowCount === 1
  })
  await strike()
  await obstacle.end().catch(() => undefined)
  return ended
}

/** Strikes so many milliseconds after it was asked for, wherever it is by then. */
export async function strikeAfter(
  ms: number,
  ask: AskForPromotion,
  strike: () => Promise<void>,
): Promise<Ended> {
  const { ended } = ask()
  await sleep(ms)
  await strike()
  return ended
}

/** Exit code 75: nothing is wrong with what was asked. */
function isToComeAgain({ code }: Ended): boolean {
  return code === 75
}

function succeeded({ code, stderr }: Ended): true {
  if (code !== 0) throw new Error(`It ended with exit code ${code}:\n${stderr}`)
  return true
}
