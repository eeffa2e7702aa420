import type { Plan } from '../planning/plan'

/** What no run brings into the numbers of these days: input in quarantine, what was discarded from it, days that are left unfetched. */
export function setApartLines({ setApart }: Pick<Plan, 'setApart'>): string[] {
  if (setApart === undefined) return []
  const { conversations, withoutDay, discarded, discardedDays } = setApart
  return [
    ...(conversations > 0 ? [`${counted(conversations, 'conversation')} in quarantine`] : []),
    ...(withoutDay > 0 ? [`${counted(withoutDay, 'record')} in quarantine without a readable day`] : []),
    ...(discarded > 0 ? [`${counted(discarded, 'record')} discarded from quarantine`] : []),
    ...discardedDays.map(({ day, reason }) => `${day} could not be exported and was discarded: ${reason}`),
  ]
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
