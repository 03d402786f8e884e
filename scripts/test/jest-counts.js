/**
 * How many tests passed and failed. A suite that could not run counts as one that failed.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number } | undefined} results what jest wrote, if it did
 * @param {number} code jest's exit code
 * @returns {{ passed: number, failed: number }}
 */
export function jestCounts(results, code) {
  if (!results) return { passed: 0, failed: 1 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  // jest fails for other reasons too, such as a pattern that matches no test.
  return { passed: results.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}
