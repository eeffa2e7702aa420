import type { Command, HelpConfiguration } from 'commander'

/**
 * How help is laid out. Descriptions are written in lines of the source, which are no lines of a terminal: text flows,
 * while blank and indented lines stay. A list of subcommands tells each in a sentence; its own page tells the rest.
 */
export function helpLayout(columns: number): HelpConfiguration {
  return {
    sortSubcommands: false,
    helpWidth: columns,
    commandDescription: (command) => flowing(command.description()),
    subcommandDescription: (command) => command.summary() || firstSentence(command),
  }
}

function flowing(text: string): string {
  return text.replace(/(\S)\n(?=\S)/g, '$1 ')
}

function firstSentence(command: Command): string {
  const text = flowing(command.description())
  return (/^.*?(?=[.:](\s|$))/s.exec(text)?.[0] ?? text).trim()
}
