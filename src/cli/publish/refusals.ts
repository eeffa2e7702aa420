import { UsageError } from '../../errors'

export function retired(reference: string): UsageError {
  return new UsageError(`${reference} is retired: no night keeps its days up to date.`, {
    code: 'publish.retired',
    fields: { kpi: reference },
    advice: `Take that back: retally kpi restore ${reference} --by … --why …, then compute what it lacks.`,
  })
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
