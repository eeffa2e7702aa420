import { recordExcerpt } from '../../genesys/record-excerpt'
import type { QuarantineEvidence } from '../../reports/quarantine-evidence'
import { unknownEntry } from '../../store/archive/decide-quarantine'
import { type QuarantineEntry, readQuarantineEntry } from '../../store/archive/read-quarantine-entry'
import { readConversationDay, readTouchedPartitions } from '../../store/archive/read-touched-partitions'
import type { Connection } from '../../store/connection'

/**
 * All that is known of an entry, without personal data.
 *
 * @throws UsageError `quarantine.unknown-entry`
 */
export async function entryEvidence(db: Connection, key: number): Promise<QuarantineEvidence> {
  const entry = await readQuarantineEntry(db, key)
  if (entry === null) throw unknownEntry(key)
  const { quarantineKey, body, conversationId, kind, reason, ...told } = entry
  const known = conversationId === null ? null : await readConversationDay(db, conversationId)
  const day = known ?? entry.day
  return {
    ...told,
    entry: quarantineKey,
    kind,
    reason,
    conversationId,
    day,
    record: kind === 'day' || kind === 'line' ? null : recordExcerpt(body, entry.path),
    touches: day === null ? [] : await readTouchedPartitions(db, { kind, day, reason }),
    advice: adviceFor(entry),
  }
}

function adviceFor({ quarantineKey: key, kind, day, reason, state }: QuarantineEntry): string[] {
  if (state === 'released') return ['Nothing: it was read or computed since.']
  if (state === 'discarded')
    return [`Nothing, unless it is wanted after all: retally quarantine reopen ${key} --by … --why …`]
  const release = `retally quarantine release ${key}`
  const tryAgain =
    kind === 'line'
      ? [`Mend the line in its file, then: ${release}`]
      : kind !== 'day'
        ? ['It leaves by itself when a readable record comes.', `After an upgrade that reads it: ${release}`]
        : [
            `Try it once more: ${reason === 'export-failed' ? `retally export --from ${day} --to ${day}` : release}`,
          ]
  return [...tryAgain, `Where nobody can mend it: retally quarantine discard ${key} --by … --why …`]
}
