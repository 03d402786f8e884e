/** A problem that the operator can solve: printed as a sentence, without a stack. */
export class StartError extends Error {
  override name = 'StartError';
}
