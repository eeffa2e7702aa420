import type { Chance } from '../random'
import type { Pace, Scenario } from './scenario'
import { abandonedCall } from './scenarios/abandoned-call'
import { agentTransfer } from './scenarios/agent-transfer'
import { answeredCall } from './scenarios/answered-call'
import { botHandOver } from './scenarios/bot-hand-over'
import { botSelfService } from './scenarios/bot-self-service'
import { callback } from './scenarios/callback'
import { campaignCall } from './scenarios/campaign-call'
import { chat } from './scenarios/chat'
import { conference } from './scenarios/conference'
import { consultOnly } from './scenarios/consult-only'
import { consultTransfer } from './scenarios/consult-transfer'
import { email } from './scenarios/email'
import { externalTransfer } from './scenarios/external-transfer'
import { forgottenCallback } from './scenarios/forgotten-callback'
import { ivrSelfService } from './scenarios/ivr-self-service'
import { lateWrapUp } from './scenarios/late-wrap-up'
import { laterCallback } from './scenarios/later-callback'
import { lingeringCallback } from './scenarios/lingering-callback'
import { message } from './scenarios/message'
import { notResponding } from './scenarios/not-responding'
import { outboundCall } from './scenarios/outbound-call'
import { overflow } from './scenarios/overflow'
import { overflowOutside } from './scenarios/overflow-outside'
import { queueTransfer } from './scenarios/queue-transfer'
import { reopenedEmail } from './scenarios/reopened-email'
import { voicemail } from './scenarios/voicemail'

/** Every kind of conversation that can happen. */
export const scenarios: readonly Scenario[] = [
  ivrSelfService,
  answeredCall,
  abandonedCall,
  voicemail,
  overflow,
  queueTransfer,
  agentTransfer,
  consultTransfer,
  consultOnly,
  externalTransfer,
  conference,
  notResponding,
  callback,
  outboundCall,
  campaignCall,
  chat,
  message,
  email,
  laterCallback,
  reopenedEmail,
  lateWrapUp,
  forgottenCallback,
  lingeringCallback,
  botSelfService,
  botHandOver,
  overflowOutside,
]

const byPace = new Map<Pace, { scenarios: readonly Scenario[]; total: number }>()
for (const pace of ['regular', 'unhurried', 'lasting'] as const) {
  const members = scenarios.filter((scenario) => scenario.pace === pace)
  byPace.set(pace, { scenarios: members, total: members.reduce((sum, { weight }) => sum + weight, 0) })
}

/** Draws a kind of conversation of the given pace, each as often as its weight says. */
export function drawScenario(pace: Pace, chance: Chance): Scenario {
  const { scenarios: members, total } = byPace.get(pace) ?? { scenarios: [], total: 0 }
  let left = chance.fraction() * total
  for (const scenario of members) {
    left -= scenario.weight
    if (left < 0) return scenario
  }
  return chance.pick(members)
}

/** Turns some conversations of older kinds into ones of newer kinds, as the newer kinds' shares say. */
export function recast(drawn: Scenario, chance: Chance): Scenario {
  let left = chance.fraction()
  for (const scenario of scenarios) {
    if (scenario.insteadOf?.scenario !== drawn.name) continue
    left -= scenario.insteadOf.share
    if (left < 0) return scenario
  }
  return drawn
}
