import { iso, type Millis, type VirtualClock } from '../clock'
import type { Settings } from '../options'
import { Chance } from '../random'

export type JobState = 'QUEUED' | 'PENDING' | 'FAILED' | 'CANCELLED' | 'FULFILLED' | 'EXPIRED'

/** A details job: which conversations or users it found, and how the record stood when it looked. */
export interface Job<Found = unknown> {
  id: string
  submittedAt: Millis
  completedAt: Millis | null
  asOf: Millis
  /** Finds them; run once, when the job is done. */
  find: () => readonly Found[]
  found: readonly Found[] | null
  polls: number
  /** Set when the job was cancelled, or a fault struck it. */
  fate: 'CANCELLED' | 'FAILED' | 'EXPIRED' | null
  deadCursors: Set<string>
}

/** What the status endpoint says of a job. */
export interface JobStatus {
  state: JobState
  errorMessage?: string
  submissionDate: string
  completionDate?: string
  expirationDate?: string
}

/** The details jobs of one kind. A job's state moves on as one asks about it. */
export class Jobs<Found> {
  private readonly kind: string
  private readonly settings: Settings
  private readonly clock: VirtualClock
  private readonly jobs = new Map<string, Job<Found>>()

  /** @param kind sets their ids apart from those of other kinds */
  constructor(kind: string, settings: Settings, clock: VirtualClock) {
    this.kind = kind
    this.settings = settings
    this.clock = clock
  }

  submit(asOf: Millis, find: () => readonly Found[]): Job<Found> {
    const job: Job<Found> = {
      id: new Chance(this.settings.seed, this.kind, this.jobs.size).uuid(),
      submittedAt: this.clock.now(),
      completedAt: null,
      asOf,
      find,
      found: null,
      polls: 0,
      fate: null,
      deadCursors: new Set(),
    }
    this.jobs.set(job.id, job)
    return job
  }

  get(id: string): Job<Found> | undefined {
    return this.jobs.get(id)
  }

  /** Asking about a job moves it on: first queued, then pending, then fulfilled. */
  poll(job: Job<Found>): JobStatus {
    job.polls++
    const { queuedPolls, pendingPolls } = this.settings
    if (job.polls > queuedPolls + pendingPolls && job.completedAt === null && job.fate === null) {
      job.completedAt = this.clock.now()
      job.found = job.find()
    }
    return this.status(job)
  }

  stateOf(job: Job<Found>): JobState {
    if (job.fate !== null) return job.fate
    if (job.completedAt !== null) {
      return this.clock.now() >= job.completedAt + this.settings.jobLifetimeMs ? 'EXPIRED' : 'FULFILLED'
    }
    return job.polls <= this.settings.queuedPolls ? 'QUEUED' : 'PENDING'
  }

  private status(job: Job<Found>): JobStatus {
    const state = this.stateOf(job)
    const status: JobStatus = { state, submissionDate: iso(job.submittedAt) }
    if (state === 'FAILED') status.errorMessage = 'The query could not be completed. Submit it again.'
    if (job.completedAt !== null) {
      status.completionDate = iso(job.completedAt)
      status.expirationDate = iso(job.completedAt + this.settings.jobLifetimeMs)
    }
    return status
  }
}

/** An opaque page pointer: it means nothing outside its job, and an altered one is refused. */
export function cursorOf(job: Job, offset: number): string {
  return Buffer.from(`${offset}.${seal(job, offset)}`).toString('base64url')
}

/** The offset a cursor stands for, or null when it is none of this job's. */
export function offsetOf(job: Job, cursor: string): number | null {
  const [offset, sealed] = Buffer.from(cursor, 'base64url').toString().split('.')
  const number = Number(offset)
  return sealed !== undefined && Number.isInteger(number) && sealed === seal(job, number) ? number : null
}

function seal(job: Job, offset: number): string {
  return new Chance(job.id, 'cursor', offset).uuid().slice(0, 8)
}
