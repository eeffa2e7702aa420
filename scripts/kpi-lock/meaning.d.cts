export interface Lock {
  /** Records of conversations to facts. */
  fold: { version: number; codeHash: string }
  /** Records of agents' time to facts. */
  agentDayFold: { version: number; codeHash: string }
  /** `name@version` → hash. */
  definitions: Record<string, string>
  /** Each file behind them → hash, to say which one changed. */
  files: Record<string, string>
}

export const LOCK: string
export function listDefinitions(root: string): Map<string, string>
export function readMeaning(root: string, read?: (path: string) => string): Lock
export function findChanges(root: string, lock: Lock, now?: Lock): string[]
