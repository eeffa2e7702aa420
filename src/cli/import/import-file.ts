import { readPage } from '../../activities/read-page'
import type { BrokenPart } from '../../genesys/export-file'
import { archivePage } from '../../store/archive/archive-page'
import type { ConversationToArchive } from '../../store/archive/arriving'
import type { InputToQuarantine } from '../../store/archive/quarantine-input'
import { castDatabaseError } from '../../store/database-error'
import { beginExport } from '../../store/exports/begin-export'
import { completeExport } from '../../store/exports/complete-export'
import type { ExportRecord } from '../../store/exports/export'
import type { Store } from '../../store/open-store'
import { formatInstant, type Instant } from '../../time/instant'
import type { OpenedExport } from '../input/open-export'

/** What a file brought into the archive. */
export interface ImportedFile {
  file: string
  conversations: number
  new: number
  changed: number
  same: number
  quarantined: number
  /** How many of these are lines that could not be read at all. */
  brokenLines: number
  /** First and last UTC day whose facts changed; null when none did. */
  firstDay: string | null
  lastDay: string | null
}

export interface ImportOrder {
  organisation: string
  /** When the file's records were observed, where the file itself does not say. */
  asOf: Instant
  now: Instant
  onProgress(conversations: number): void
  signal: AbortSignal
}

/** Conversations that commit together. */
const conversationsPerPage = 500

/** A file's records are under this rule: they come from somewhere, and vouch for no interval. */
const selectionRule = 'file'

/**
 * Puts one export file into the archive, page by page, the way the platform's pages go in. What was committed stays,
 * whatever happens; the same file again adds nothing, and one that was interrupted goes on where it stopped.
 */
export async function importFile(
  store: Store,
  file: OpenedExport,
  order: ImportOrder,
): Promise<ImportedFile> {
  const answer: ImportedFile = {
    file: file.name,
    conversations: 0,
    new: 0,
    changed: 0,
    same: 0,
    quarantined: 0,
    brokenLines: 0,
    firstDay: null,
    lastDay: null,
  }
  const page = new Page()
  let begun: ExportRecord | null = null
  let pages = 0

  async function commit(): Promise<void> {
    const { conversations, quarantined } = page.take()
    pages += 1
    const archived = await storing(file, async () => {
      begun ??= await begin(store, file, order)
      return archivePage(store, {
        exportKey: begun.exportKey,
        page: pages,
        cursorAfter: null,
        conversations,
        quarantined,
        observedAt: file.records.dataAvailableUntil ?? order.asOf,
      })
    })
    answer.conversations += conversations.length
    answer.new += archived.new
    answer.changed += archived.changed
    answer.same += archived.alreadyArchived ? conversations.length : archived.same
    answer.quarantined += quarantined.length
    answer.brokenLines += quarantined.filter(({ kind }) => kind === 'line').length
    noteDays(answer, archived.daysTouched)
    order.onProgress(answer.conversations)
  }

  for await (const record of file.records) {
    order.signal.throwIfAborted()
    if ('broken' in record) page.addBroken(record)
    else page.addRecord(record.raw, record.where)
    if (page.size >= conversationsPerPage) await commit()
  }
  if (page.size > 0) await commit()
  if (begun !== null) {
    const { exportKey } = begun as ExportRecord
    await storing(file, () =>
      completeExport(store, { exportKey, dataAvailableUntil: null, settled: false, at: order.now }),
    )
  }
  return answer
}

/** The page being filled. */
class Page {
  private conversations: ConversationToArchive[] = []
  private quarantined: InputToQuarantine[] = []

  get size(): number {
    return this.conversations.length + this.quarantined.length
  }

  addRecord(raw: unknown, where: string): void {
    const read = readPage([raw], () => where)
    this.conversations.push(...read.conversations)
    this.quarantined.push(...read.quarantined)
  }

  /** The text itself is not kept: its place and reason tell it from other broken ones, and find it in the file. */
  addBroken({ where, broken: detail, conversationId }: BrokenPart): void {
    this.quarantined.push({
      kind: 'line',
      conversationId,
      day: null,
      reason: 'unreadable',
      path: '',
      detail,
      source: where,
      body: { where, detail },
    })
  }

  take(): { conversations: ConversationToArchive[]; quarantined: InputToQuarantine[] } {
    const { conversations, quarantined } = this
    this.conversations = []
    this.quarantined = []
    return { conversations, quarantined }
  }
}

/**
 * An interrupted import of the same file is joined; a complete one is done again under a name of its own, since newer
 * code may read what older code could not.
 */
async function begin(store: Store, file: OpenedExport, order: ImportOrder): Promise<ExportRecord> {
  const identity = `file/${file.name}/${file.size ?? 'stream'}/${file.modifiedAt ?? order.now}/${formatInstant(order.asOf)}`
  const request = {
    organisation: order.organisation,
    requestKey: identity,
    selectionRule,
    // The table wants an interval; a file vouches for none, so it carries the moment it speaks of.
    interval: { start: order.asOf, end: order.asOf + 1 },
    at: order.now,
  }
  const found = await beginExport(store.pool, request)
  if (found.state !== 'complete') return found
  return beginExport(store.pool, { ...request, requestKey: `${identity}/again/${order.now}` })
}

function noteDays(answer: ImportedFile, days: readonly string[]): void {
  for (const day of days) {
    if (answer.firstDay === null || day < answer.firstDay) answer.firstDay = day
    if (answer.lastDay === null || day > answer.lastDay) answer.lastDay = day
  }
}

async function storing<T>(file: OpenedExport, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw castDatabaseError(error, `importing ${file.name}`)
  }
}
