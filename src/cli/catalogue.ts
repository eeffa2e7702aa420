import type { CliCommand } from './command'

export interface CatalogueEntry {
  name: string
  /** What it is for, one line; the list of commands shows it. */
  summary: string
  /** Loads the command's file. Only the command that was named is loaded, so that `kpi list` waits for no database driver. */
  load(): { command: CliCommand }
}

/** Every command there is, one entry each, in the order a newcomer meets them. */
export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'demo',
    summary: 'the main job on a simulated contact centre, as a story',
    load: () => require('./commands/demo'),
  },
  { name: 'dev', summary: 'everything on this machine until Ctrl-C', load: () => require('./commands/dev') },
  {
    name: 'doctor',
    summary: 'is everything there, and what to do if not',
    load: () => require('./commands/doctor'),
  },
  {
    name: 'kpi',
    summary: 'what the numbers mean: list, show, try on files',
    load: () => require('./commands/kpi'),
  },
  { name: 'tz', summary: 'time zones: convert, diff', load: () => require('./commands/tz') },
  { name: 'import', summary: 'put export files into the archive', load: () => require('./commands/import') },
  {
    name: 'reference',
    summary: 'zones, calendars and names: load, show',
    load: () => require('./commands/reference'),
  },
  { name: 'export', summary: 'fetch days from Genesys Cloud', load: () => require('./commands/export') },
  {
    name: 'plan',
    summary: 'what changed, what is to be done, what it costs',
    load: () => require('./commands/plan'),
  },
  {
    name: 'recompute',
    summary: 'replay stored days through definitions',
    load: () => require('./commands/recompute'),
  },
  {
    name: 'backfill',
    summary: 'compute a long range; pause, resume, cancel',
    load: () => require('./commands/backfill'),
  },
  {
    name: 'follow',
    summary: 'how far a run is, until it ends',
    load: () => require('./commands/follow'),
  },
  { name: 'results', summary: 'read the numbers of a KPI', load: () => require('./commands/results') },
  {
    name: 'diff',
    summary: 'two versions of a KPI: what differs, and why',
    load: () => require('./commands/diff'),
  },
  {
    name: 'explain',
    summary: 'how one conversation came to its numbers',
    load: () => require('./commands/explain'),
  },
  {
    name: 'promote',
    summary: 'publish a version for its readers',
    load: () => require('./commands/promote'),
  },
  {
    name: 'rollback',
    summary: 'take a promotion back, at any time',
    load: () => require('./commands/rollback'),
  },
  {
    name: 'publications',
    summary: 'who published what, when and why',
    load: () => require('./commands/publications'),
  },
  {
    name: 'sign-off',
    summary: 'vouch for a period, so that it stays as it is',
    load: () => require('./commands/sign-off'),
  },
  {
    name: 'reopen',
    summary: 'open a period that was signed off',
    load: () => require('./commands/reopen'),
  },
  {
    name: 'sign-offs',
    summary: 'who signed off what, when and why',
    load: () => require('./commands/sign-offs'),
  },
  {
    name: 'reconcile',
    summary: "hold the platform's numbers against ours",
    load: () => require('./commands/reconcile'),
  },
  { name: 'deliver', summary: 'send what changed to the sinks', load: () => require('./commands/deliver') },
  { name: 'nightly', summary: "run the night's work once, now", load: () => require('./commands/nightly') },
  { name: 'schedule', summary: 'the nightly run on a schedule', load: () => require('./commands/schedule') },
  { name: 'status', summary: 'how the days stand, on one page', load: () => require('./commands/status') },
  {
    name: 'drift',
    summary: 'settled days that changed on the platform',
    load: () => require('./commands/drift'),
  },
  { name: 'runs', summary: 'what ran, and how it ended', load: () => require('./commands/runs') },
  {
    name: 'verify',
    summary: 'compute a run again: is it the same',
    load: () => require('./commands/verify'),
  },
  {
    name: 'quarantine',
    summary: 'what was quarantined, and why',
    load: () => require('./commands/quarantine'),
  },
  {
    name: 'sync',
    summary: 'the sync log: what was sent, and the answers',
    load: () => require('./commands/sync'),
  },
  {
    name: 'migrate',
    summary: "bring a database's schema up to date",
    load: () => require('./commands/migrate'),
  },
  { name: 'worker', summary: 'serve the task queue until stopped', load: () => require('./commands/worker') },
]
