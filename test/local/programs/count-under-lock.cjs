/** Reads a number from the file argv[2] and writes it back one higher, argv[3] times, each time under the lock. */
const { readFileSync, writeFileSync } = require('node:fs')
const { takeLock } = require('../../../src/local/file-lock.cjs')

async function main() {
  const [, , file, times] = process.argv
  for (let turn = 0; turn < Number(times); turn += 1) {
    const release = await takeLock(`${file}.lock`)
    const seen = Number(readFileSync(file, 'utf8'))
    await new Promise((resolve) => setTimeout(resolve, 1))
    writeFileSync(file, String(seen + 1))
    release()
  }
}

void main()
