/**
 * Loaded before a program (`--require`): from the moment the file FULL_DISK names exists, whatever the program writes
 * fails as on a full disk, leaving an empty file. An ordinary user can mount no small disk to fill.
 */
const fs = require('node:fs')

const { writeFileSync, existsSync } = fs

fs.writeFileSync = (path, ...rest) => {
  if (!existsSync(process.env.FULL_DISK)) return writeFileSync(path, ...rest)
  writeFileSync(path, '')
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 })
}
