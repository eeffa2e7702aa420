/**
 * A worker as a process of its own, to be killed: composed from the compiled sources in argv[2], with the settings that come as
 * JSON in argv[3]. Says "ready" on stdout once it takes work; its log goes to stderr, as always.
 */
const { join } = require('node:path')

const [, , compiledSources, given] = process.argv
const { settingsSchema } = require(join(compiledSources, 'config', 'settings.js'))
const { createLog } = require(join(compiledSources, 'telemetry', 'log.js'))
const { compose } = require(join(compiledSources, 'worker', 'compose.js'))
const { connectWorker } = require(join(compiledSources, 'worker', 'connect-temporal.js'))
const { installRuntime } = require(join(compiledSources, 'worker', 'runtime.js'))
const { startWorkers } = require(join(compiledSources, 'worker', 'workers.js'))

async function main() {
  const settings = settingsSchema.parse(JSON.parse(given))
  const { address, namespace, taskQueue } = settings.temporal
  const log = createLog({ level: settings.log.level })
  installRuntime(log)
  const dependencies = await compose({
    settings,
    databaseUrl: settings.databaseUrl,
    log,
    codeVersion: 'test',
  })
  const connection = await connectWorker({ address, namespace })
  // What a killed worker remembers is waited for, in a test that kills it often: a second instead of ten.
  const workflows = { stickyQueueScheduleToStartTimeout: '1 second' }
  const workers = await startWorkers({ connection, namespace, taskQueue, dependencies, workflows })
  process.stdout.write('ready\n')
  await workers.finished
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
