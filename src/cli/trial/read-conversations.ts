import { RetallyError } from '../../errors'
import type { ConversationFacts } from '../../facts/fact'
import { foldConversation } from '../../facts/fold'
import { readConversation } from '../../genesys/conversation'
import type { Instant } from '../../time/instant'
import { type OpenedExport, openExport } from '../input/open-export'
import { LatestSnapshots } from './latest-snapshots'

export interface ReadFiles {
  conversations: ConversationFacts[]
  /** Readable records of which another record of the same conversation was taken instead. */
  passedOver: number
  /** What could not be read, one sentence each: where, and why. */
  broken: string[]
  /** Files that could not be read at all. */
  refused: RetallyError[]
  /** The latest instant up to which a file says that it is complete; null where none says. */
  knownUntil: Instant | null
}

/** Reads export files into the facts of their conversations; what is broken is told and the rest goes on. */
export async function readConversations(paths: readonly string[]): Promise<ReadFiles> {
  const snapshots = new LatestSnapshots()
  const broken: string[] = []
  const refused: RetallyError[] = []
  let knownUntil: Instant | null = null
  for (const path of paths) {
    let file: OpenedExport | undefined
    try {
      file = await openExport(path)
      const read = await readOne(file, broken)
      const { dataAvailableUntil } = file.records
      snapshots.addFile(read, dataAvailableUntil)
      if (dataAvailableUntil !== null)
        knownUntil = Math.max(knownUntil ?? dataAvailableUntil, dataAvailableUntil)
    } catch (error) {
      if (!(error instanceof RetallyError)) throw error
      refused.push(error)
    } finally {
      await file?.close()
    }
  }
  return {
    conversations: snapshots.conversations(),
    passedOver: snapshots.passedOver,
    broken,
    refused,
    knownUntil,
  }
}

async function readOne(file: OpenedExport, broken: string[]): Promise<ConversationFacts[]> {
  const read: ConversationFacts[] = []
  for await (const record of file.records) {
    if ('broken' in record) {
      broken.push(`${record.where}: ${record.broken}`)
      continue
    }
    const answer = readConversation(record.raw)
    if ('conversation' in answer) {
      read.push(foldConversation(answer.conversation))
      continue
    }
    const { conversationId, reason, path, detail } = answer.problem
    const which = conversationId === null ? '' : ` conversation ${conversationId}`
    broken.push(`${record.where}${which}: ${reason}${path === '' ? '' : ` at ${path}`}: ${detail}`)
  }
  return read
}
