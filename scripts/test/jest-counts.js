/**
 * @typedef {object} JestResults what jest writes
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numRuntimeErrorTestSuites
 * @property {{ assertionResults: { invocations?: number }[] }[]} testResults
 */

/**
 * How many tests passed and failed, and how many of them were repeated. A suite that could not run counts as one that
 * failed.
 *
 * @param {JestResults | undefined} results undefined when jest wrote none
 * @param {number} code jest's exit code
 * @returns {{ passed: number, failed: number, repeated: number }}
 */
export function jestCounts(results, code) {
  if (!results) return { passed: 0, failed: 1, repeated: 0 };
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const repeated = results.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ invocations = 1 }) => invocations > 1).length;
  // jest fails for other reasons too, such as a pattern that matches no test.
  return { passed: results.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, repeated };
}
