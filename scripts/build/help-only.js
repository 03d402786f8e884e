/**
 * Prints the help of a command and ends, when it has `--help`; this needs no build.
 *
 * @param {string} text
 */
export function helpOnly(text) {
  if (!process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) return;
  console.log(text);
  process.exit(0);
}
