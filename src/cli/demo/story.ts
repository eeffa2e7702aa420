import type { CommandContext } from '../command'
import type { WorkflowSession } from '../session'
import type { SimulatedPlatform } from './simulated-platform'
import type { SimulatedWorld } from './simulated-world'

/** What every chapter of the demo has at hand. */
export interface Story {
  context: CommandContext
  session: WorkflowSession
  platform: SimulatedPlatform
  world: SimulatedWorld
  /** How many were opened. */
  chapters: number
}

/** Thrown between chapters after Ctrl-C: the story ends where it is. */
export class StoryInterrupted extends Error {}

/** Opens a chapter: its title, and what it is about in a sentence. */
export function openChapter(story: Story, title: string, about: string): void {
  const { screen, interrupted } = story.context
  if (interrupted.aborted) throw new StoryInterrupted()
  story.chapters += 1
  screen.say(`\n${screen.colors.bold(`${story.chapters}. ${title}`)}`)
  screen.say(screen.colors.dim(about))
}

/** `3.2 s`: the time since a moment of `performance.now()`. */
export function since(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}
