import { type ContactCentre, openContactCentre } from './contact-centre'
import { type Ended, type RunningCommand, retally, startRetally } from './retally'

let centre: ContactCentre
let worker: RunningCommand

beforeAll(async () => {
  centre = await openContactCentre()
  worker = startRetally(['worker'], centre.environment)
  await worker.says('worker is ready')
})

afterAll(async () => {
  worker.signal('SIGKILL')
  await worker.ended
  await centre.close()
})

function run(args: string[], more: Record<string, string> = {}): Promise<Ended> {
  return retally(args, { ...centre.environment, ...more })
}

test('look', async () => {
  const range = ['--from', '2026-10-24', '--to', '2026-10-25']
  for (const args of [
    ['plan', 'offered', 'service-level', ...range, '--with-export'],
    ['backfill', 'offered', 'service-level@2', ...range, '--with-export'],
    ['plan', ...range],
    ['plan'],
    ['plan', 'service-level@1', 'average-handle-time', ...range],
    ['plan', '--detailed-exitcode'],
    ['recompute'],
    ['plan', '--detailed-exitcode'],
    ['plan', '-o', 'json'],
    ['status'],
  ]) {
    const { code, stdout, stderr } = await run(args)
    console.log(`$ retally ${args.join(' ')} -> ${code}\n${stderr}\n--\n${stdout.slice(0, 6000)}`)
  }
})
