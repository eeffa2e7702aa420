/** Where in a request's life a fault strikes. */
type Moment = 'before' | 'content' | 'answer'

interface FaultKindEntry {
  moment: Moment
  description: string
}

/** Everything that can be made to go wrong. */
export const faultCatalogue = {
  'rate-limit-storm': {
    moment: 'before',
    description:
      '429 with Retry-After (retryAfterSeconds, default 1); five requests unless `times` says otherwise',
  },
  'status-500': { moment: 'before', description: '500 internal.server.error' },
  'status-502': { moment: 'before', description: '502 bad.gateway' },
  'status-503': { moment: 'before', description: '503 service.unavailable' },
  'status-504': {
    moment: 'before',
    description: '504 request.timeout; with `after`, the request has taken effect',
  },
  slow: { moment: 'before', description: 'waits delayMs (default 1000) of real time before answering' },
  'dropped-connection': {
    moment: 'before',
    description: 'closes the socket without an answer; with `after`, the request has taken effect',
  },
  'truncated-body': {
    moment: 'answer',
    description: 'promises the whole body, sends half, closes the socket',
  },
  'html-200': { moment: 'before', description: 'answers 200 with an HTML page' },
  forbidden: { moment: 'before', description: '403; names the permission that the endpoint wants' },
  unauthorised: { moment: 'before', description: '401 bad.credentials' },
  'token-revoked': { moment: 'before', description: 'revokes the token the request came with, for good' },
  'expired-cursor': { moment: 'content', description: 'this cursor of a details job is dead for good' },
  'failed-job': { moment: 'content', description: 'the details job asked about turns out FAILED' },
  'expired-job': {
    moment: 'content',
    description: 'the details job asked about turns out EXPIRED, results gone',
  },
  'repeated-page': {
    moment: 'content',
    description: 'a page after the first brings the page before it once more',
  },
  'shifted-pages': {
    moment: 'content',
    description:
      'the page starts `shift` conversations too early (default 3); negative skips in the details query',
  },
  'repeated-cursor': {
    moment: 'content',
    description: 'a page of a details job names, as that of the next page, the cursor it was asked for with',
  },
  'availability-behind': {
    moment: 'content',
    description:
      'a page of a details job states a dataAvailabilityDate `hours` earlier than the job (default 24)',
  },
  'malformed-conversation': {
    moment: 'content',
    description:
      'spoils one conversation (`conversationId`, or the `row`th, default 0) in `how`: date, missing-id, text-value, no-participants, ' +
      'impossible-instant, control-character-in-id or absurd-duration',
  },
  'malformed-user': {
    moment: 'content',
    description:
      'spoils one user of a user details page (the `row`th, default 0) in `how`: date, missing-id, impossible-instant or control-character-in-id',
  },
  'partial-write-failure': {
    moment: 'content',
    description: 'the first `count` items (default 1) of a write are refused in unprocessedEntities',
  },
} as const satisfies Record<string, FaultKindEntry>

export type FaultKind = keyof typeof faultCatalogue

/** Which requests a fault strikes, and its particulars: every name that an order may have. */
export const faultFields = [
  'kind',
  'match',
  'nth',
  'times',
  'probability',
  'after',
  'retryAfterSeconds',
  'delayMs',
  'count',
  'shift',
  'row',
  'hours',
  'how',
  'conversationId',
] as const

/** How a conversation can be spoiled. */
export const spoilings = [
  'date',
  'missing-id',
  'text-value',
  'no-participants',
  'impossible-instant',
  'control-character-in-id',
  'absurd-duration',
] as const

export type Spoiling = (typeof spoilings)[number]

export function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultCatalogue, kind)
}
