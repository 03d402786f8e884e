/** A problem that the operator can solve: said in words, without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}
