/** What was asked of the simulator, by endpoint and status, and the last requests one by one. */
export class RequestLog {
  private readonly counts = new Map<string, Map<number, number>>()
  private readonly recent: { request: string; status: number }[] = []
  private total = 0

  /** @param endpoint method and route pattern; @param status 0 when the connection was cut without an answer */
  record(endpoint: string, request: string, status: number): void {
    this.total++
    const byStatus = this.counts.get(endpoint) ?? new Map<number, number>()
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
    this.counts.set(endpoint, byStatus)
    this.recent.push({ request, status })
    if (this.recent.length > 500) this.recent.shift()
  }

  clear(): void {
    this.counts.clear()
    this.recent.length = 0
    this.total = 0
  }

  summary(): {
    total: number
    endpoints: Record<string, { requests: number; statuses: Record<string, number> }>
    recent: readonly { request: string; status: number }[]
  } {
    const endpoints: Record<string, { requests: number; statuses: Record<string, number> }> = {}
    for (const [endpoint, byStatus] of [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      endpoints[endpoint] = {
        requests: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
        statuses: Object.fromEntries([...byStatus].map(([status, count]) => [String(status), count])),
      }
    }
    return { total: this.total, endpoints, recent: [...this.recent] }
  }
}
