import type { CommandContext } from '../command'
import type { WorkflowSession } from '../session'
import type { SimulatedPlatform, SimulatedWorld } from './simulated-platform'

/** What every chapter of the demo has at hand. */
export interface Story {
  context: CommandContext
  session: WorkflowSession
  platform: SimulatedPlatform
  world: SimulatedWorld
}

/** Thrown between chapters after Ctrl-C: the story ends where it is. */
export class StoryInterrupted extends Error {}

let chapters = 0

/** Opens a chapter: its title, and what it is about in a sentence. */
export function openChapter({ screen, interrupted }: CommandContext, title: string, about: string): void {
  if (interrupted.aborted) throw new StoryInterrupted()
  chapters += 1
  screen.say(`\n${screen.colors.bold(`${chapters}. ${title}`)}`)
  screen.say(screen.colors.dim(about))
}

/** "in 3.2 s", since an instant. */
export function since(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}
