import { TerminalError } from '../../errors'

/** Nothing may rest on a seal whose files are not what was written; what is in the database is untouched. */
export function damaged(folder: string, what: string, cause?: unknown): TerminalError {
  return new TerminalError(`The seal in ${folder} is damaged: ${what}.`, {
    code: 'seal.damaged',
    fields: { folder },
    advice:
      'Use another copy of the folder; as long as the rows are here, seal the version again into a new folder.',
    cause,
  })
}
