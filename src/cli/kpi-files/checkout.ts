import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../errors'

/**
 * The checkout this program was built in: definitions are source files, so whoever writes one needs it.
 *
 * @throws UsageError where the program runs from an image, which has no sources
 */
export function checkoutRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'src', 'kpis')) && existsSync(join(folder, 'scripts', 'kpi-lock.mjs')))
      return folder
  }
  throw new UsageError('There are no sources here: definitions are written in a checkout.', {
    code: 'kpi.no-checkout',
    advice: 'Run it in a clone of the repository.',
  })
}
