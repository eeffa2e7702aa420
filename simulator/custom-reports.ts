/** What the "custom report data" endpoint of older write-ups was sent. It is in no SDK, so nothing but counting is done. */
export class CustomReports {
  private readonly batches: { records: readonly unknown[]; overwrite: boolean }[] = []

  accept(records: readonly unknown[], overwrite: boolean): void {
    this.batches.push({ records, overwrite })
  }

  received(): { batches: number; records: readonly unknown[] } {
    return { batches: this.batches.length, records: this.batches.flatMap(({ records }) => records) }
  }
}
