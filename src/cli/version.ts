import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The program's version: that of the package.json nearest above this file. */
export const version: string = readVersion(__dirname)

function readVersion(folder: string): string {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
  } catch {
    return readVersion(dirname(folder))
  }
}
