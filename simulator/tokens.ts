import { Chance } from './random'

interface Token {
  value: string
  expiresAt: number
  revoked: boolean
  windowStart: number
  used: number
}

/** How a token stands with the rate limit after a request. */
export interface Allowance {
  used: number
  allowed: number
  resetSeconds: number
  exceeded: boolean
}

const windowMs = 60_000

/**
 * Access tokens: issued, expiring and revocable, each with its own minute of requests. They live by real
 * time, as clients do, not by the virtual clock.
 */
export class Tokens {
  private readonly seed: string
  private readonly lifetimeSeconds: number
  private readonly limit: number
  private readonly real: () => number
  private readonly tokens = new Map<string, Token>()

  constructor(seed: string, lifetimeSeconds: number, limit: number, real: () => number = Date.now) {
    this.seed = seed
    this.lifetimeSeconds = lifetimeSeconds
    this.limit = limit
    this.real = real
  }

  issue(): { access_token: string; token_type: 'bearer'; expires_in: number } {
    const chance = new Chance(this.seed, 'token', this.tokens.size)
    const value = `${chance.uuid()}${chance.uuid()}`.replaceAll('-', '')
    this.tokens.set(value, {
      value,
      expiresAt: this.real() + this.lifetimeSeconds * 1_000,
      revoked: false,
      windowStart: 0,
      used: 0,
    })
    return { access_token: value, token_type: 'bearer', expires_in: Math.max(0, this.lifetimeSeconds - 1) }
  }

  isGood(value: string): boolean {
    const token = this.tokens.get(value)
    return token !== undefined && !token.revoked && this.real() < token.expiresAt
  }

  revoke(value: string): void {
    const token = this.tokens.get(value)
    if (token) token.revoked = true
  }

  /** Revokes every token there is and says how many that were. */
  revokeAll(): number {
    let revoked = 0
    for (const token of this.tokens.values()) {
      if (!token.revoked) revoked++
      token.revoked = true
    }
    return revoked
  }

  issued(): number {
    return this.tokens.size
  }

  /** Counts a request against the token's minute; null when there is no limit. */
  spend(value: string): Allowance | null {
    const token = this.tokens.get(value)
    if (!token || this.limit === 0) return null
    const now = this.real()
    if (now - token.windowStart >= windowMs) {
      token.windowStart = now
      token.used = 0
    }
    token.used++
    return {
      used: Math.min(token.used, this.limit),
      allowed: this.limit,
      resetSeconds: Math.max(1, Math.ceil((token.windowStart + windowMs - now) / 1_000)),
      exceeded: token.used > this.limit,
    }
  }
}
