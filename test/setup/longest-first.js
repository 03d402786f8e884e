import TestSequencer from '@jest/test-sequencer';

// For an ES module, the package's default export is the class; its types say so for CommonJS only.
const Sequencer = /** @type {typeof TestSequencer.default} */ (/** @type {unknown} */ (TestSequencer));

/**
 * The files that take longest, longest first. In a new checkout jest knows no durations: a long file that starts last
 * would leave the other worker idle until it ends.
 */
const LONGEST = [
  'bench/command',
  'start/start',
  'subgraphs/bad-values',
  'subgraphs/deep-pages',
  'subgraphs/cities-crash',
  'federation/hostile-values',
  'executor/network',
  'executor/faults',
  'executor/create-executor',
  'database/wheel',
  'gateway/rules-and-ways',
  'auth/network',
  'faults/database-kills',
  'faults/database',
  'faults/graceful-shutdown',
  'browser/playground',
  'database/one-mongod',
  'federation/growth',
  'executor/small-supergraphs',
  'database/prepare',
];

/** The order of the test files: {@link LONGEST}, then as jest has them. */
export default class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {import('@jest/test-result').Test[]} tests
   */
  async sort(tests) {
    const sorted = await super.sort(tests);
    return sorted.sort((one, other) => rank(one.path) - rank(other.path));
  }
}

/** @param {string} path */
function rank(path) {
  const index = LONGEST.findIndex((file) => path.endsWith(`test/${file}.test.ts`));
  return index === -1 ? LONGEST.length : index;
}
