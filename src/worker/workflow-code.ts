import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkerOptions } from '@temporalio/worker'

/**
 * The workflow code a worker runs: the bundle made at build time where there is one (production never
 * bundles), else the sources, bundled as the worker starts.
 */
export function workflowCode(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const bundle = join(__dirname, '..', '..', 'workflow-bundle.js')
  if (existsSync(bundle)) return { workflowBundle: { codePath: bundle } }
  return { workflowsPath: require.resolve('../workflows') }
}
