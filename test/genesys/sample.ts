import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A sample payload by its file name; sources and licences are in the folder's README. */
export function sample(name: string): unknown {
  return JSON.parse(readFileSync(samplePath(name), 'utf8'))
}

export function samplePath(name: string): string {
  return join(__dirname, '..', 'samples', 'genesys', name)
}

/** The conversations of a sample page. */
export function conversationsOf(name: string): Record<string, unknown>[] {
  return (sample(name) as { conversations: Record<string, unknown>[] }).conversations
}
