/**
 * Ends this process when something has been judged: with what is wrong with it, a line each, and status 1, or with status 0.
 * A mistake of whoever started it is told without a stack.
 */
export async function exitWithProblems(judged: Promise<readonly string[]>): Promise<never> {
  const problems = await judged.catch((error: Error) => [
    error.constructor === Error ? error.message : String(error.stack),
  ]);
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}
