import { findRefusal, findViolations, refusalError, toRefusedFields } from '../auth/access/find-violations.js';
import type { RequestState } from './request-state.js';

/**
 * Finds the fields that the caller may not read: the executor leaves them out, and the rest of the result stays.
 *
 * @throws RequestError UNAUTHENTICATED or FORBIDDEN when the operation as a whole is refused: a mutation, or a query of which
 *   nothing would be left
 */
export function authorize(state: RequestState): void {
  const { rules } = state.operation;
  if (!rules) return;
  const violations = findViolations(rules, state.identity);
  if (violations.length === 0) return;
  const refusal = findRefusal(rules, violations, state.parameters.variables);
  if (refusal) throw refusalError(refusal, state.identity);
  state.refused = toRefusedFields(violations, state.identity);
}
