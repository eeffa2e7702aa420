import { Command } from 'commander'
import { catalogue } from '../../src/cli/catalogue'

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
      'demo dev doctor migrate worker import export recompute backfill schedule deliver reconcile results status runs quarantine kpi sync nightly reference tz'
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
