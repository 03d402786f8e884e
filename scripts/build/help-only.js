/**
 * Prints a command's explanation and ends, when it was asked for; this takes no preparation.
 *
 * @param {string} text
 */
export function helpOnly(text) {
  if (!process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) return;
  console.log(text);
  process.exit(0);
}
