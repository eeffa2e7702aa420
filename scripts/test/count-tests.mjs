/**
 * Counts a jest run from its JSON report. A suite that could not run at all holds no tests, yet it is a failure; so is
 * a run that left no report, or that ended badly with every test passed (a broken tear-down).
 */
export function countTests(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
