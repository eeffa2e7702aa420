import { startWorkerProcess } from './lab/worker-process'
import { measureBulkUpserts } from './measures/bulk-upserts'
import { measureContactsOfPages } from './measures/contacts-of-pages'
import { measureLogWritten } from './measures/log-written'
import { measureReplay } from './measures/replay'
import { measureReruns } from './measures/reruns'
import type { Figures } from './report/figures'
import type { SizeToMeasure } from './size-to-measure'

/** Measures everything that depends on the size of the archive. */
export async function measureSize(size: SizeToMeasure): Promise<Figures> {
  const { loaded, databaseUrl, profileFolder } = size
  const first = await startWorkerProcess(databaseUrl, profileFolder)
  const second = await startWorkerProcess(databaseUrl, profileFolder)
  try {
    const { conversations, exportSeconds, archiveSeconds } = loaded
    return {
      conversations,
      days: size.days.length,
      exportRate: exportSeconds === null ? null : conversations / exportSeconds,
      archiveRate: conversations / archiveSeconds,
      ...(await measureContactsOfPages(size)),
      ...(await measureReplay(size, first, second)),
      ...(await measureBulkUpserts(size)),
      ...(await measureLogWritten(size, first)),
      ...(await measureReruns(size, first)),
    }
  } finally {
    await first.stop()
    await second.stop()
  }
}
