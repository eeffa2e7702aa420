import type { DeliverySummary } from '../../activities/deliver-changes'
import { addDays } from '../../time/local-date'

type HeldBackDays = DeliverySummary['heldBackDays'][number]

/** How many local days are held back, why, and what to do, as the rest of a sentence. */
export function heldBackSentence({ reason, days, first, last }: HeldBackDays): string {
  const which = `${days} local ${days === 1 ? 'day' : 'days'} (${first === last ? first : `${first} to ${last}`})`
  const it = days === 1 ? 'it' : 'they'
  const touched = `a UTC day ${it} ${days === 1 ? 'touches' : 'touch'}`
  switch (reason) {
    case 'beyond-availability':
      return `${which}: the platform has not finished ${touched}; a later delivery brings ${days === 1 ? 'it' : 'them'}.`
    case 'not-exported':
      return `${which}: ${touched} was not exported: \`retally export --from ${addDays(first, -1)} --to ${addDays(last, 1)}\`.`
    case 'not-computed':
      return `${which}: a day ${it} ${days === 1 ? 'depends' : 'depend'} on is not computed, or behind its facts: \`retally recompute\`; \`retally status\` shows which.`
    case 'quarantined':
      return `${which}: ${touched} could not be computed: \`retally quarantine list --state any\` has the reason.`
  }
}
