import type { CliCommand } from '../command'
import { showExamples } from '../options/examples'
import { registerKpiBump } from './kpi/bump'
import { registerKpiDrop } from './kpi/drop'
import { registerKpiList } from './kpi/list'
import { registerKpiLock } from './kpi/lock'
import { registerKpiNew } from './kpi/new'
import { registerKpiPages } from './kpi/pages'
import { registerKpiRestore } from './kpi/restore'
import { registerKpiRetire } from './kpi/retire'
import { registerKpiSeal } from './kpi/seal'
import { registerKpiShow } from './kpi/show'
import { registerKpiTry } from './kpi/try'

/** What the numbers mean, without a database; and what becomes of versions in one. */
export const command: CliCommand = {
  register(program, run) {
    const kpi = showExamples(program.command('kpi'), [
      'retally kpi list',
      'retally kpi show service-level',
      'retally kpi try average-handle-time export.json.gz --by queue,day --zone Europe/London',
    ]).description(
      'What the numbers mean: the definitions there are, one in full, and one tried on files. And what becomes of versions that\n' +
        'nobody reads any more.',
    )
    registerKpiList(kpi, run)
    registerKpiShow(kpi, run)
    registerKpiTry(kpi, run)
    registerKpiNew(kpi, run)
    registerKpiBump(kpi, run)
    registerKpiLock(kpi, run)
    registerKpiPages(kpi, run)
    registerKpiRetire(kpi, run)
    registerKpiSeal(kpi, run)
    registerKpiDrop(kpi, run)
    registerKpiRestore(kpi, run)
  },
}
