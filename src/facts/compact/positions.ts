import type { Direction } from '../../events/event'
import { knownWords } from '../known-words'

/** Stored by position: append, never reorder. */
export const directions: readonly (Direction | null)[] = [null, 'inbound', 'outbound']

/** Positions of texts: 0 is none, then come the known words, then the conversation's own texts. */
export const positionOfWord = new Map(knownWords.map((word, index) => [word, index + 1]))
export const firstOwn = knownWords.length + 1
