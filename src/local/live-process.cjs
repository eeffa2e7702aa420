/**
 * Is a process we once wrote down still the same living process?
 *
 * A bare pid is not enough: after a crash and a reboot the number may belong to somebody else. So what we
 * write down is a pid together with the moment the system says it began.
 *
 * Plain JavaScript, because set-up needs it before anything is installed or built.
 */
const { execFileSync } = require('node:child_process')
const { readFileSync } = require('node:fs')

/** When the process began, in whatever words the system uses; undefined when there is no such process. */
function beganAt(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The command's name stands in brackets and may hold spaces: count the fields after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return fields[0] === 'Z' ? undefined : fields[19]
    } catch {
      return undefined
    }
  }
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return undefined
  }
  if (process.platform === 'win32') return 'running'
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '')
  } catch {
    return undefined
  }
}

/** What to write down about a running process, to recognise it later. */
function describeProcess(pid) {
  return { pid, began: beganAt(pid) ?? 'gone' }
}

/** True while the very process that was written down still runs. */
function isAlive(described) {
  const began = beganAt(described.pid)
  return began !== undefined && began === described.began
}

module.exports = { describeProcess, isAlive }
