/**
 * The version of the fold of agent days. Their facts are stored under it: raise it when the same records would give other facts, or
 * facts get another stored form.
 */
export const agentDayVersion = 2

/** What stored agent days carry to say by which fold they were made. */
export const agentDayFingerprint = `agent-day@${agentDayVersion}`
