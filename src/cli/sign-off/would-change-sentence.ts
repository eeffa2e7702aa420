/** `3 signed-off days would change: reopen or leave`: what a status, a night and a plan say alike. */
export function wouldChangeSentence(days: number): string {
  const which = days === 1 ? '1 signed-off day' : `${days} signed-off days`
  return `${which} would change: reopen or leave (\`retally sign-offs\`, \`retally reopen\`)`
}

/** Of a delivery, after the sink's name. */
export function keptAsSentSentence(values: number): string {
  const which = values === 1 ? '1 value' : `${values} values`
  return `keeps ${which} of signed-off dates as sent, which would be others now: reopen or leave (\`retally sign-offs\`).`
}

/** Of a run that was asked to compute them. */
export function leftAsTheyAreSentence(days: number): string {
  const which = days === 1 ? '1 day was left as it stood' : `${days} days were left as they stood`
  return `${which}: \`retally sign-offs\` says by whom, \`retally reopen\` opens what is signed off.`
}
