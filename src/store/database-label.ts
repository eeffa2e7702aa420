import { Client } from 'pg'

/** Which database a URL means, as the driver reads it: `host:port/database`, or a socket's folder; no user, no password. */
export function databaseLabel(url: string): string {
  // A client that is not connected opens nothing; it knows what it would connect to.
  const { host, port, database } = new Client({ connectionString: url })
  return host.startsWith('/') ? `${database} at the socket in ${host}` : `${host}:${port}/${database}`
}
