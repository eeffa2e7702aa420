import { condition } from '@temporalio/workflow'

export interface SlidingWindow {
  /** How many may be under way side by side. */
  width: number
  /** False while nothing new may start (paused). */
  mayStart(): boolean
  /** True once nothing more will start; what is under way ends as it would have. */
  isOver(): boolean
}

/**
 * Does `work` for each item in order, starting the next as soon as the window has room. Returns when
 * everything started has ended; the first failure ends the walk and is thrown then.
 */
export async function slideOver<Item>(
  items: readonly Item[],
  window: SlidingWindow,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let underWay = 0
  let failure: { error: unknown } | null = null
  const isOver = () => failure !== null || window.isOver()
  for (const item of items) {
    await condition(() => isOver() || (window.mayStart() && underWay < window.width))
    if (isOver()) break
    underWay += 1
    work(item)
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        underWay -= 1
      })
  }
  await condition(() => underWay === 0)
  const failed = failure as { error: unknown } | null
  if (failed !== null) throw failed.error
}
