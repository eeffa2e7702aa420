import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { scratchFolder, startRetally } from './retally'

const scratch = scratchFolder()
afterAll(scratch.remove)

describe('Ctrl-C in the demo', () => {
  test('stops everything, says that the folder stays and what to do with it (130)', async () => {
    const demo = startRetally(['demo', '--conversations-per-day', '30'], { RETALLY_HOME: scratch.path })
    await demo.says('Started workflow demo/bring-home')
    demo.signal('SIGINT')
    const { code, stderr } = await demo.ended
    expect(code).toBe(130)
    const folder = join(scratch.path, 'demo')
    expect(existsSync(folder)).toBe(true)
    const said = stderr.slice(stderr.indexOf('Interrupted'))
    expect(said).toMatch(
      /^Interrupted: stopping the worker, Temporal, Postgres and the simulated contact centre\./,
    )
    expect(said).toContain(`All of it has stopped. What the demo made stays in ${folder}.`)
    expect(said).toContain(`RETALLY_HOME=${folder} npx retally status`)
    expect(said).toContain(`rm -r ${folder}`)
    // The same command does not join it, so nothing may promise that.
    expect(stderr).not.toContain('goes on where a worker runs')
  })
})
