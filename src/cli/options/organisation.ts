import { InvalidArgumentError, Option } from 'commander'
import { organisationName } from '../../config/settings'
import { otherOrganisation } from '../../store/exports/check-organisation'
import { unnamedOrganisation } from '../../store/exports/read-organisations'
import type { Session } from '../session'

/** `--organisation`, for conversations that come without a platform's settings. */
export function organisationOption(): Option {
  return new Option(
    '--organisation <name>',
    'whose conversations these are, where nothing says so yet: a database holds one organisation',
  ).argParser(readName)
}

/**
 * Whose conversations are meant: those of the session, or of the name given where the session has none.
 *
 * @throws UsageError `store.other-organisation`
 */
export function organisationMeant({ organisation }: Session, given: string | undefined): string {
  if (given === undefined || given === organisation) return organisation
  if (organisation === unnamedOrganisation) return given
  throw otherOrganisation(organisation, given)
}

function readName(text: string): string {
  const parsed = organisationName.safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidArgumentError(`Expected a short name: ${parsed.error.issues[0]?.message}.`)
}
