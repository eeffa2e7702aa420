import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type DataFolder, dataFolderAt, makeDataFolder } from '../../local/data-folder'
import { takeLock } from '../../local/file-lock.cjs'
import type { CommandContext } from '../command'

export interface DemoFolder {
  folder: DataFolder
  /** Lets the next demo on this data folder begin. */
  release(): void
}

/**
 * A fresh data folder for the demo, `demo/` inside the data folder: what a person keeps there is not
 * touched, and a demo always tells its story from the beginning. Two at once take turns.
 */
export async function freshDemoFolder({ screen, folder }: CommandContext): Promise<DemoFolder> {
  makeDataFolder(folder)
  const release = await takeLock(join(folder.root, 'demo.lock'), (pid) =>
    screen.say(`Another demo runs on this data folder (process ${pid}): waiting for it to end.`),
  )
  const root = join(folder.root, 'demo')
  rmSync(root, { recursive: true, force: true })
  return { folder: dataFolderAt(root), release }
}
