/**
 * Ends this process after a check: with one line for each problem and status 1, or with status 0. An error in the command's
 * own arguments or settings is printed without a stack.
 */
export async function exitWithProblems(judged: Promise<readonly string[]>): Promise<never> {
  const problems = await judged.catch((error: Error) => [
    error.constructor === Error ? error.message : String(error.stack),
  ]);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}
