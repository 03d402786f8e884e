const OLDEST = [20, 19];

/**
 * Why this Node is too old, as one sentence; undefined when it is not.
 *
 * @param {string} version such as `20.19.0`
 * @returns {string | undefined}
 */
export function nodeRefusal(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `Citylink needs Node.js ${OLDEST.join('.')} or later, but this is ${version}.`;
}
