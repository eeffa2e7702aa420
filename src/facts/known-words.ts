/**
 * Words of the platform that most conversations name. Stored facts point at them by position instead of spelling them, and
 * reading one costs nothing. Any other word is as good, only longer. Positions are for ever: append, never reorder.
 */
export const knownWords: readonly string[] = [
  // Media.
  ...['voice', 'callback', 'chat', 'message', 'email'],
  // How a segment was disconnected.
  ...['client', 'peer', 'endpoint', 'transfer', 'consultTransfer', 'system', 'timeout', 'error', 'other'],
  ...['conferenceTransfer', 'forwardTransfer', 'noAnswerTransfer', 'transportFailure', 'inactivity'],
  // A wrap-up code of the platform's own, and where a queue flows out to.
  ...['ININ-WRAP-UP-TIMEOUT', 'voicemail'],
  // Flows: their types, why they let go, what they hand over to, their outcomes.
  ...['INBOUNDCALL', 'INQUEUECALL', 'OUTBOUNDCALL', 'INBOUNDCHAT', 'INBOUNDEMAIL', 'INBOUNDSHORTMESSAGE'],
  ...['BOT', 'DIGITALBOT', 'VOICE', 'WORKFLOW', 'SURVEYINVITE', 'VOICESURVEY', 'SECURECALL', 'VOICEMAIL'],
  ...['TRANSFER', 'DISCONNECT', 'FLOW_DISCONNECT', 'ACD', 'success', 'failure'],
  // What became of a survey.
  ...['Finished', 'Sent', 'Pending', 'Expired', 'OptOut', 'InProgress'],
]
