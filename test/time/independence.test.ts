/** The same question has the same answer on any day, in any host zone, under any locale. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { accountOfTime } from './account-of-time'

const expected = accountOfTime()

afterEach(() => {
  jest.useRealTimers()
})

test.each(['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z', '2026-11-01T05:30:00Z', '1999-12-31T23:59:59Z'])(
  'local days and wall times are the same when asked at %s',
  (now) => {
    jest.useFakeTimers({ now: new Date(now) })
    jest.isolateModules(() => {
      const fresh = require('./account-of-time') as typeof import('./account-of-time')
      expect(fresh.accountOfTime()).toEqual(expected)
    })
  },
)

test.each([
  ['Pacific/Apia', 'en_US.UTF-8'],
  ['America/St_Johns', 'ar_EG.UTF-8'],
  ['Asia/Kathmandu', 'th_TH.UTF-8'],
])('they are the same in a process whose TZ is %s and whose locale is %s', (TZ, locale) => {
  const script = `
    const swc = require(${JSON.stringify(require.resolve('@swc/core'))})
    const { readFileSync } = require('node:fs')
    require.extensions['.ts'] = (module, file) => {
      const options = { filename: file, swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }
      module._compile(swc.transformSync(readFileSync(file, 'utf8'), options).code, file)
    }
    const { accountOfTime } = require(${JSON.stringify(join(__dirname, 'account-of-time.ts'))})
    process.stdout.write(JSON.stringify({ hostOffset: new Date(0).getTimezoneOffset(), account: accountOfTime() }))
  `
  const output = execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, TZ, LANG: locale, LC_ALL: locale },
  })
  const { hostOffset, account } = JSON.parse(output) as { hostOffset: number; account: string[] }
  expect(hostOffset).not.toBe(0)
  expect(account).toEqual(expected)
})
