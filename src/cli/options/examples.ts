import type { Command } from 'commander'

/** Puts examples at the top of a command's help: they are what most people came for. */
export function showExamples(command: Command, examples: readonly string[]): Command {
  return command.addHelpText('before', `Examples:\n${examples.map((line) => `  ${line}\n`).join('')}`)
}
