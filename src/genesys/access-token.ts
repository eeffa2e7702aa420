/** An access token and when it ends, by this machine's clock (milliseconds since 1970). */
export interface AccessToken {
  text: string
  expiresAt: number
}

/** The longest time before its end at which a token is replaced. */
const longestMarginMs = 60_000

/**
 * Keeps one token fresh. It is replaced a little before it ends, and whenever the platform rejects it: tokens of
 * client credentials are never renewed by the SDK, and may be revoked at any time. All who need a new token at the
 * same moment share one request.
 */
export class AccessTokenKeeper {
  readonly #request: () => Promise<AccessToken>
  readonly #now: () => number
  #token: AccessToken | null = null
  #renewBefore = 0
  #pending: Promise<AccessToken> | null = null

  constructor(request: () => Promise<AccessToken>, now: () => number) {
    this.#request = request
    this.#now = now
  }

  /** The token to use now. Rejects with the error of the token request. */
  async current(): Promise<AccessToken> {
    if (this.#token !== null && this.#now() < this.#renewBefore) return this.#token
    this.#pending ??= this.#renew()
    return this.#pending
  }

  /** Forgets a token the platform rejected; one that was already replaced stays. */
  reject(token: AccessToken): void {
    if (this.#token === token) this.#token = null
  }

  async #renew(): Promise<AccessToken> {
    try {
      const token = await this.#request()
      const lifeMs = token.expiresAt - this.#now()
      this.#renewBefore = token.expiresAt - Math.min(longestMarginMs, lifeMs / 10)
      this.#token = token
      return token
    } finally {
      this.#pending = null
    }
  }
}
