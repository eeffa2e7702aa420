/** `1 day`, `3 days`, `2 agents' days`: a number with what it counts, named in the singular. */
export function counted(count: number, word: string): string {
  return `${count} ${count === 1 ? word : (irregular[word] ?? `${word}s`)}`
}

const irregular: Readonly<Record<string, string>> = { "agent's day": "agents' days", batch: 'batches' }
