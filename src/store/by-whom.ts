/** Who decided something and why, as the accounts keep it for ever. */
export interface ByWhom {
  by: string
  /** Empty where an account takes a decision without a reason, as of a sign-off. */
  why: string
}
