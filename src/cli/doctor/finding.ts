/** What a check found. */
export interface Finding {
  check: string
  state: 'ok' | 'warn' | 'fail'
  detail: string
  /** What to do; empty where all is well. */
  advice: string
}

export function ok(check: string, detail: string): Finding {
  return { check, state: 'ok', detail, advice: '' }
}

export function warn(check: string, detail: string, advice: string): Finding {
  return { check, state: 'warn', detail, advice }
}

export function fail(check: string, detail: string, advice: string): Finding {
  return { check, state: 'fail', detail, advice }
}
