import { existsSync } from 'node:fs'
import type { Screen } from '../screen'

/** What Ctrl-C leaves of a demo: a folder, which the next demo makes afresh. */
export interface Interruption {
  /** The demo's folder, as the person would name it. */
  folder: string
  /** The services had started, so there is something to look at. */
  isThereToLookAt: boolean
}

/** Said at once, before anything is stopped: that takes a moment. */
export function sayStopping(screen: Screen): void {
  screen.say('\nInterrupted: stopping the worker, Temporal, Postgres and the simulated contact centre.')
}

/** Said when all of it has stopped. */
export function sayStopped(screen: Screen, { folder, isThereToLookAt }: Interruption): void {
  if (!existsSync(folder)) {
    screen.say('All of it has stopped; nothing was made yet.')
    return
  }
  screen.say(`All of it has stopped. What the demo made stays in ${folder}.`)
  if (isThereToLookAt) screen.say(`  look    RETALLY_HOME=${folder} npx retally status`)
  screen.say(`  remove  rm -r ${folder}`)
  screen.say('  again   npx retally demo   (begins from the beginning, in a fresh folder)')
}
