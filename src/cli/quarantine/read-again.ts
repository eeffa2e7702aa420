import { type ReadPage, readPage } from '../../activities/read-page'
import { RetallyError } from '../../errors'
import type { QuarantinedEntry } from '../../store/archive/read-quarantined-input'
import type { Instant } from '../../time/instant'
import { openExport } from '../input/open-export'

/** What an entry gives when it is read once more: conversations, or why it still gives none and what to do. */
export type ReadAgain =
  | { conversations: ReadPage['conversations']; observedAt: Instant }
  | { stillBroken: string; advice: string }

/** A record was kept and is read as it stands; the text of a line was not, and is read where it stood. */
export async function readAgain(entry: QuarantinedEntry): Promise<ReadAgain> {
  if (entry.kind === 'day') return dayAdvice(entry)
  if (entry.kind === 'user-details' || entry.kind === 'schedule') return agentDayAdvice(entry)
  return entry.kind === 'line' ? readLine(entry) : readRecord(entry)
}

function readRecord({ body, source, lastSeen }: QuarantinedEntry): ReadAgain {
  const { conversations, quarantined } = readPage([body], () => source)
  const [problem] = quarantined
  if (problem === undefined) return { conversations, observedAt: lastSeen }
  return {
    stillBroken: `${problem.reason}${problem.path === '' ? '' : ` at ${problem.path}`}`,
    advice: 'It leaves by itself when a readable record of this conversation is exported or imported.',
  }
}

async function readLine({ source }: QuarantinedEntry): Promise<ReadAgain> {
  const name = /^(.+?) (?:after )?line \d+$/s.exec(source)?.[1]
  const advice = `Mend the line in the file, then give this command again (or \`retally import ${name ?? 'FILE'}\`).`
  if (name === undefined || name === 'standard input' || source.includes(' after line ')) {
    return { stillBroken: 'its text was not kept', advice: 'Import the mended file: `retally import FILE`.' }
  }
  try {
    return (
      (await conversationsAt(name, source)) ?? {
        stillBroken: 'no conversation stands there any more',
        advice,
      }
    )
  } catch (error) {
    if (!(error instanceof RetallyError)) throw error
    return { stillBroken: error.message, advice }
  }

  async function conversationsAt(path: string, place: string): Promise<ReadAgain | null> {
    const file = await openExport(path)
    try {
      const raws: unknown[] = []
      for await (const record of file.records) {
        const isHere = record.where === place || record.where.startsWith(`${place} `)
        if (isHere && 'broken' in record) return { stillBroken: record.broken, advice }
        if (isHere && 'raw' in record) raws.push(record.raw)
        if (!isHere && raws.length > 0) break
      }
      const { conversations, quarantined } = readPage(raws, () => place)
      const [problem] = quarantined
      if (problem !== undefined) return { stillBroken: `${problem.reason} at ${problem.path}`, advice }
      const observedAt = file.records.dataAvailableUntil ?? file.modifiedAt
      return conversations.length === 0 || observedAt === null ? null : { conversations, observedAt }
    } finally {
      await file.close()
    }
  }
}

function dayAdvice({ quarantineKey, day, reason }: QuarantinedEntry): ReadAgain {
  const command =
    reason === 'export-failed'
      ? `retally export --from ${day} --to ${day}`
      : `retally quarantine release ${quarantineKey}`
  return {
    stillBroken: reason,
    advice: `A day leaves when it goes through: ${command}`,
  }
}

function agentDayAdvice({ day, reason }: QuarantinedEntry): ReadAgain {
  return {
    stillBroken: reason,
    advice: `It leaves by itself when a readable record of this agent's day comes: retally export --from ${day} --to ${day} --again`,
  }
}
