/**
 * A conversation stays open for about 60 days on the platform (a callback, an e-mail thread), and posts values until
 * it ends. Whoever asks what may fall on a day looks this many days back for where it began.
 */
export const longestConversationDays = 62
