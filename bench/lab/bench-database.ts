import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { dataFolderAt } from '../../src/local/data-folder'
import { startPostgres } from '../../src/local/postgres'
import { migrate } from '../../src/store/migrate'

export interface BenchServer {
  /** For files that only live as long as the server. */
  folder: string
  version: string
  /** A new, migrated database; returns its URL. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/**
 * A Postgres of the benchmark's own, as `npm run demo` would start it, in a temporary folder that goes with it: also after
 * Ctrl-C, and when this process is killed.
 */
export async function startBenchServer(say: (line: string) => void): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'retally-bench-'))
  // Under root the database runs as another user, who must be able to walk through.
  chmodSync(folder, 0o755)
  const server = await startPostgres(dataFolderAt(folder), say, { removeAfter: folder })
  const run = async <T>(sql: string) => {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    try {
      return (await client.query(sql)).rows as T[]
    } finally {
      await client.end()
    }
  }
  const [shown] = await run<{ server_version: string }>('SHOW server_version')
  return {
    folder,
    version: shown?.server_version ?? 'unknown',
    async createDatabase(name) {
      await run(`CREATE DATABASE ${name}`)
      const url = server.url.replace(/[^/]+$/, name)
      await migrate(url)
      return url
    },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
