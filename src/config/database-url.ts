/**
 * What is wrong with a database's connection URL; null when it names a scheme, a place and a database. Nothing of the
 * URL is repeated: a sign that was not encoded moves a password to where another part should be.
 *
 * The place is a host, or the folder of a socket: `postgres://user@/db?host=/run/postgresql`,
 * `postgres://%2Frun%2Fpostgresql/db`, `socket:/run/postgresql?db=db`, `/run/postgresql db`.
 */
export function databaseUrlProblem(text: string): string | null {
  if (text.startsWith('/')) return /^\/\S* \S+$/.test(text) ? null : `a socket folder ${needsADatabase}`
  if (!/^(?:postgres(?:ql)?:\/\/|socket:)/.test(text)) return 'expected a URL that begins with postgres://'
  const url = readUrl(text)
  if (url === null) return `it is no URL that can be read: ${encodeSigns}, and a port is a number up to 65535`
  if (url.protocol === 'socket:') {
    return url.searchParams.get('db') ? null : 'it names no database: expected socket:/folder?db=database'
  }
  // What stands here in a URL that is right is no such sign: these come of a password's # or /.
  if (url.hash !== '' || /[@/]/.test(url.pathname.slice(1))) return `it cannot be told apart: ${encodeSigns}`
  if (url.hostname === '' && !url.searchParams.get('host')) {
    return 'it names no host: expected postgres://user@host:5432/database, or ?host=/folder behind the database for a socket'
  }
  return url.pathname.length > 1 ? null : 'it names no database: expected postgres://user@host:5432/database'
}

const needsADatabase = 'needs a space and the name of the database behind it'
const encodeSigns = 'in user and password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F'

/** The driver takes an empty host behind a user, for a socket; the URL standard does not. */
function readUrl(text: string): URL | null {
  for (const candidate of [text, text.replace('@/', '@socket/')]) {
    try {
      return new URL(candidate)
    } catch {
      // The next one may be a URL.
    }
  }
  return null
}
