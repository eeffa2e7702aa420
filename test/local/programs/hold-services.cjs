/**
 * A command that uses the local services: opens them on the folder argv[2], says so as JSON on stdout, and closes them
 * when told "close" on stdin. argv[3] is the compiled src/local, argv[4] what to open.
 */
const { join } = require('node:path')
const { createInterface } = require('node:readline')

const [, , root, local, ...wanted] = process.argv
const { openLocalServices } = require(join(local, 'services.js'))
const { dataFolderAt } = require(join(local, 'data-folder.js'))

const tell = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

async function main() {
  const services = await openLocalServices(dataFolderAt(root), {
    postgres: wanted.includes('postgres'),
    temporal: wanted.includes('temporal'),
    log: (log) => tell({ log }),
  })
  tell({ open: { databaseUrl: services.databaseUrl, temporalAddress: services.temporalAddress } })
  createInterface({ input: process.stdin }).on('line', async (line) => {
    if (line !== 'close') return
    await services.close()
    tell({ closed: true })
    process.exit(0)
  })
}

main().catch((error) => {
  tell({ failed: error.message })
  process.exit(1)
})
