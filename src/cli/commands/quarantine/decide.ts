import type { Command } from 'commander'
import { UsageError } from '../../../errors'
import type { Column } from '../../../reports/column'
import { render } from '../../../reports/format'
import {
  type DecidedEntry,
  decideQuarantine,
  type QuarantineDecision,
} from '../../../store/archive/decide-quarantine'
import type { RunCommand } from '../../command'
import { exitCodes } from '../../exit-codes'
import { addByWhom, type ByWhomOptions, readByWhom } from '../../options/by-whom'
import { showExamples } from '../../options/examples'
import { type OutputOptions, outputOption } from '../../options/output'
import { entryNumbers } from '../../quarantine/entry-numbers'
import { withStoreToWrite } from '../../session'

const words: Record<QuarantineDecision['action'], { examples: string[]; description: string }> = {
  discard: {
    examples: ['retally quarantine discard 7 --by ana --why "a test call of the vendor, never to be mended"'],
    description:
      'Nobody need look at these entries any more: they no longer count as open, and status, plans and reconciliations say that they\n' +
      'were discarded. They are in no number all the same. A newer record of the conversation opens the matter again; a day is\n' +
      'left alone by every run until its facts or a definition change. `retally quarantine reopen` takes it back.',
  },
  reopen: {
    examples: ['retally quarantine reopen 7 --by ben --why "the vendor sends a mended record"'],
    description: 'Takes a discard back: the entries wait in quarantine again, and days are tried again.',
  },
}

/** `quarantine discard|reopen ENTRY…`: decisions, each kept for ever with who made it and why. */
export function registerQuarantineDecisions(group: Command, run: RunCommand): void {
  for (const action of ['discard', 'reopen'] as const) {
    const { examples, description } = words[action]
    const command = group
      .command(action)
      .argument('[entries...]', 'numbers of `quarantine list`', entryNumbers)
    addByWhom(showExamples(command, examples).description(description))
      .addOption(outputOption())
      .action((entries: number[] | undefined, options: ByWhomOptions & OutputOptions) =>
        run((context) => {
          if (entries === undefined || entries.length === 0) throw noEntry(action)
          const whose = readByWhom(options, 'decisions on quarantine')
          return withStoreToWrite(context, async ({ store }) => {
            const decided = await decideQuarantine(store, { action, entries, ...whose, at: Date.now() })
            context.screen.data(render(decided, columns, options.output, context.screen.dataStyle))
            return exitCodes.ok
          })
        }),
      )
  }
}

function noEntry(action: QuarantineDecision['action']): UsageError {
  return new UsageError(`No entry was named, so there is nothing to ${action}.`, {
    code: 'usage.no-entry',
    advice: 'Name the entries by the numbers of `retally quarantine list`.',
  })
}

const columns: readonly Column<DecidedEntry>[] = [
  { key: 'entry', title: 'Entry', shows: 'count', value: (each) => each.entry },
  { key: 'kind', title: 'Kind', shows: 'text', value: (each) => each.kind },
  { key: 'day', title: 'Day', shows: 'text', value: (each) => each.day },
  { key: 'conversationId', title: 'Conversation', shows: 'text', value: (each) => each.conversationId },
  { key: 'state', title: 'State', shows: 'text', value: (each) => each.state },
]
