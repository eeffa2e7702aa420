import type { CliCommand } from '../command'
import { showExamples } from '../options/examples'
import { registerKpiBump } from './kpi/bump'
import { registerKpiList } from './kpi/list'
import { registerKpiLock } from './kpi/lock'
import { registerKpiNew } from './kpi/new'
import { registerKpiPages } from './kpi/pages'
import { registerKpiShow } from './kpi/show'
import { registerKpiTry } from './kpi/try'

/** What the numbers mean. Needs no database and no services. */
export const command: CliCommand = {
  register(program, run) {
    const kpi = showExamples(program.command('kpi'), [
      'retally kpi list',
      'retally kpi show service-level',
      'retally kpi try average-handle-time export.json.gz --by queue,day --zone Europe/London',
    ]).description('What the numbers mean: the definitions there are, one in full, and one tried on files.')
    registerKpiList(kpi, run)
    registerKpiShow(kpi, run)
    registerKpiTry(kpi, run)
    registerKpiNew(kpi, run)
    registerKpiBump(kpi, run)
    registerKpiLock(kpi, run)
    registerKpiPages(kpi, run)
  },
}
