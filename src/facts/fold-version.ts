/**
 * The version of the fold. Facts are stored under it: raise it when the same events would give other facts, or facts
 * get another stored form, and every stored conversation is folded again from the archive. `kpi.lock.json` pins the code behind each
 * number, so a changed fold under an old number fails the tests.
 */
export const foldVersion = 3

/** What stored facts and fingerprints carry to say by which fold they were made. */
export const foldFingerprint = `fold@${foldVersion}`
