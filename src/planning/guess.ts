import { type Guess, guesses } from './estimate'

/** A middling contact centre; what is guessed for an empty database. */
export const guessed = {
  conversations: 5_000,
  lookUpRequests: 8,
  agentTimeRequests: 8,
  exportMs: 15_000,
  msPerSubject: 0.01,
  msPerDay: 300,
  bytesPerRow: 350,
  bytesPerConversation: 7_000,
  bytesPerAgentDay: 5_000,
  /** Agents a day, of each of whom sinks are sent an item. */
  agents: 50,
}

/** What was seen or, where nothing was, the guess, which is then called one. */
export type OrGuess = (seen: number | null | undefined, guess: number, of: Guess) => number

/** @returns `made`: what was guessed so far, in the order in which guesses are told */
export function startGuessing(): { orGuess: OrGuess; made(): Guess[] } {
  const needed = new Set<Guess>()
  return {
    orGuess(seen, guess, of) {
      if (seen != null) return seen
      needed.add(of)
      return guess
    },
    made: () => guesses.filter((guess) => needed.has(guess)),
  }
}
