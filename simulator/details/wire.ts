/**
 * The shapes of conversation details on the wire, as far as the simulator fills them. They are held to the
 * SDK's models by a test (`test/simulator/shapes.test.ts`).
 */
export interface WireConversation {
  conversationId: string
  conversationStart: string
  conversationEnd?: string
  originatingDirection: 'inbound' | 'outbound'
  divisionIds: string[]
  selfServed?: boolean
  conferenceStart?: string
  mediaStatsMinConversationMos?: number
  mediaStatsMinConversationRFactor?: number
  participants: WireParticipant[]
  surveys?: WireSurvey[]
  resolutions?: WireResolution[]
}

export interface WireSurvey {
  surveyId: string
  surveyFormId: string
  surveyFormContextId: string
  surveyFormName: string
  surveyType: string
  surveyStatus: string
  eventTime: string
  queueId?: string
  userId?: string
  surveyCompletedDate?: string
  surveyPartialResponse?: boolean
  surveyPromoterScore?: number
  oSurveyTotalScore?: number
}

export interface WireResolution {
  eventTime: string
  queueId?: string
  userId?: string
  nNextContactAvoided: number
}

export interface WireParticipant {
  participantId: string
  participantName?: string
  purpose: string
  userId?: string
  externalContactId?: string
  attributes?: Record<string, string>
  sessions: WireSession[]
}

export interface WireSession {
  sessionId: string
  peerId?: string
  mediaType: string
  direction: string
  flow?: Record<string, unknown>
  metrics: WireMetric[]
  segments: WireSegment[]
  [trait: string]: unknown
}

export interface WireMetric {
  name: string
  value: number
  emitDate: string
}

export interface WireSegment {
  segmentStart: string
  segmentEnd?: string
  segmentType: string
  conference: boolean
  queueId?: string
  disconnectType?: string
  wrapUpCode?: string
  wrapUpNote?: string
  errorCode?: string
}
