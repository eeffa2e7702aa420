import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../errors'
import { diskFull, isDiskFull } from './disk-full'

/**
 * The one folder under which everything a run writes on this machine lies (RETALLY_HOME, `.retally/` by default).
 */
export type DataFolder = {
  root: string
  /** The Postgres cluster. */
  postgres: string
  /** Temporal's histories, schedules and namespaces, as one SQLite file. */
  temporalDatabase: string
  /** Who runs what: locks, services in use, their users. Worth nothing after a reboot. */
  run: string
  logs: string
}

/** Where the data folder is: RETALLY_HOME when set, else `.retally/` in the folder the command runs in. */
export function locateDataFolder(env: Record<string, string | undefined>, currentFolder: string): DataFolder {
  return dataFolderAt(resolve(currentFolder, env.RETALLY_HOME || '.retally'))
}

/** The paths inside a data folder; touches no disk. */
export function dataFolderAt(root: string): DataFolder {
  return {
    root,
    postgres: join(root, 'postgres'),
    temporalDatabase: join(root, 'temporal.db'),
    run: join(root, 'run'),
    logs: join(root, 'logs'),
  }
}

/** Makes the folder and its rooms where they are missing. */
export function makeDataFolder(folder: DataFolder): void {
  try {
    for (const path of [folder.root, folder.run, folder.logs]) {
      mkdirSync(path, { recursive: true })
      accessSync(path, constants.W_OK)
    }
  } catch (cause) {
    if (isDiskFull(cause)) throw diskFull(folder.root, 'the data folder was not made', cause)
    throw new UsageError(
      `The data folder ${folder.root} cannot be written to: ${(cause as Error).message}.`,
      {
        code: 'local.data-folder',
        advice: 'Set RETALLY_HOME to a folder of yours, or run as the user it belongs to.',
        cause,
      },
    )
  }
  // Under root the database runs as another user, who must be able to walk through.
  if (process.getuid?.() === 0) chmodSync(folder.root, 0o755)
}
