import { UsageError } from '../../errors'
import { nameAndVersion } from '../../kpis/definition'
import type { NamedVersion } from '../options/version'

export function retired(reference: string): UsageError {
  return new UsageError(`${reference} is retired: no night keeps its days up to date.`, {
    code: 'publish.retired',
    fields: { kpi: reference },
    advice: `Take that back: retally kpi restore ${reference} --by … --why …, then compute what it lacks.`,
  })
}

export function codeGone({ name, version }: NamedVersion): UsageError {
  return new UsageError(
    `The code of ${nameAndVersion({ name, version })} is not in this build: no night would keep its days up to date.`,
    {
      code: 'publish.code-gone',
      fields: { kpi: name, version },
      advice: `Where it was in force once, \`retally rollback ${name} --to ${version} --by … --why …\` goes back to it as it stands.`,
    },
  )
}

export function movedMeanwhile(name: string): UsageError {
  return new UsageError(
    `Somebody else has moved what is published of ${name}, or what it would stand on, since this was looked at.`,
    {
      code: 'publish.moved-meanwhile',
      fields: { kpi: name },
      advice: `Look at \`retally publications ${name}\`, and give the command again if it is still meant.`,
    },
  )
}
