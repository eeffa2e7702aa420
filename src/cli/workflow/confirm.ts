import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../command'

/** Whether a question would find somebody to answer it. */
export function isAnswered({ screen }: Pick<CommandContext, 'screen'>): boolean {
  return screen.isTerminal && process.stdin.isTTY === true
}

/**
 * Asks before something large, where somebody is there to answer. A script is not asked: a question nobody sees would
 * hang it.
 */
export async function confirm({ screen, interrupted }: CommandContext, question: string): Promise<boolean> {
  if (!isAnswered({ screen })) return true
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: interrupted })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    prompt.close()
  }
}
