import { catalogue } from '../src/kpis/catalogue'
import { nameAndVersion } from '../src/kpis/definition'
import { type Group, groupOf } from './groups'
import type { Engine } from './lab/engine'
import type { Loaded } from './load/export-from-simulator'

/** An archive of some size, and how to measure it. */
export interface SizeToMeasure {
  engine: Engine
  databaseUrl: string
  /** Where files of rows may lie. */
  folder: string
  /** Days of one month, in order. */
  days: readonly string[]
  loaded: Loaded
  repeat: number
  profileFolder: string | null
  say: (line: string) => void
}

export const allKpis = catalogue.filter((definition) => groupOf(definition) !== null).map(nameAndVersion)

export function kpisOf(group: Group): string[] {
  return catalogue.filter((definition) => groupOf(definition) === group).map(nameAndVersion)
}

/** The first of the days that hold about so many of all there are; one at least. */
export function someDays(days: readonly string[], wanted: number, all: number): readonly string[] {
  return days.slice(0, Math.max(1, Math.round((days.length * wanted) / Math.max(wanted, all))))
}
