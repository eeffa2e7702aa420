import { readFileSync } from 'node:fs'
import { UsageError } from '../../errors'

/** The text of a file the user named; a missing or unreadable one is theirs to mend. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(
      `The file ${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? cause}.`,
      { code: 'file.unreadable', advice: 'Check the path and its permissions.', cause },
    )
  }
}
