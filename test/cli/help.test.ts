import { Command } from 'commander'
import { catalogue } from '../../src/cli/catalogue'
import { retally } from './retally'

/** The help of every command, subcommands included, as a person would see it. */
function helpPages(): [string, string][] {
  const program = new Command('retally')
  for (const { load } of catalogue) load().command.register(program, async () => {})
  const pages: [string, string][] = []
  const visit = (command: Command, path: string) => {
    let page = ''
    command.configureOutput({ writeOut: (text) => (page += text) })
    command.outputHelp()
    pages.push([path, page])
    for (const each of command.commands) visit(each, `${path} ${each.name()}`)
  }
  for (const command of program.commands) visit(command, command.name())
  return pages
}

describe('the catalogue of commands', () => {
  const pages = helpPages()

  test('holds every command', () => {
    const names = catalogue.map(({ name }) => name)
    const wanted =
      'demo dev doctor migrate worker import export plan recompute backfill follow schedule deliver reconcile promote rollback publications sign-off reopen sign-offs diff explain results status drift runs verify quarantine kpi sync nightly reference tz'
    expect(names.sort()).toEqual(wanted.split(' ').sort())
  })

  test('has commands under the names it lists', () => {
    const program = new Command()
    for (const { load } of catalogue) load().command.register(program, async () => {})
    expect(program.commands.map((command) => command.name())).toEqual(catalogue.map(({ name }) => name))
  })

  test.each(pages)('the help of %s begins with examples of it', (path, page) => {
    const [title, example] = page.split('\n')
    expect(title).toBe('Examples:')
    expect(example).toContain(`retally ${path.split(' ')[0]}`)
  })
})

describe('a page of help', () => {
  test('lists subcommands by a sentence; the rest is on their own pages', async () => {
    const { stdout } = await retally(['kpi', '--help'])
    expect(stdout).toContain('Folds export files through a definition')
    expect(stdout).not.toContain('dataAvailabilityDate')
    expect((await retally(['kpi', 'try', '--help'])).stdout).toContain('dataAvailabilityDate')
  })

  test('calls a range required only where nothing goes without it', async () => {
    const [diff, results] = [await retally(['diff', '--help']), await retally(['results', '--help'])]
    expect(diff.stdout).not.toContain('required')
    expect(diff.stdout).toContain('without both, all there is')
    expect(results.stdout).toContain('required')
  })

  test('says which urgency gives way to the night, and which goes before it', async () => {
    for (const command of [['backfill'], ['backfill', 'tune']]) {
      const { stdout } = await retally([...command, '--help'], { COLUMNS: '200' })
      expect(stdout).toContain(
        'the night has 2, a backfill 4; 4 and 5 give way to the night, 1 goes before it',
      )
    }
  })

  test('flows to the width there is, and keeps blank and indented lines', async () => {
    const { stdout } = await retally(['tz', 'convert', '--help'], { COLUMNS: '72' })
    const [, description = ''] = stdout.split('[options]\n')
    expect(description).toContain('\n\n  question                     answer\n  {instant, zone}    ')
    for (const line of description.split('\n')) expect(line.length).toBeLessThanOrEqual(72)
    expect(description).toContain('reject. A line that')
  })

  test('of the program itself says where data go and what exit codes mean', async () => {
    const { stdout } = await retally(['--help'])
    expect(stdout).toContain('75 come again later')
    expect(stdout).toContain('retally results service-level --from')
  })
})

test('a range that is not given is asked for with an example', async () => {
  for (const command of ['results', 'reconcile', 'export', 'deliver']) {
    const args = command === 'results' ? [command, 'offered'] : [command]
    const { code, stderr } = await retally(args)
    expect({ command, code }).toEqual({ command, code: 2 })
    expect(stderr).toContain('For instance --from 2026-10-20 --to 2026-10-26.')
  }
})
