/** Values of a client's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number, or one that depends on the variables: the index of the step that computes it. */
export type Term = number | { readonly step: number };

type Step = (values: readonly number[], variables: Variables) => number;

/** Beyond it sums are not exact; no limit is so high. */
const MAX = Number.MAX_SAFE_INTEGER;

/**
 * A formula as a list of steps, each of which uses the results of earlier ones. A term that is used many times is computed
 * once, so that the time to evaluate is linear in the steps. What does not depend on variables is computed at once.
 */
export class CostFormula {
  readonly #steps: Step[] = [];

  /** @param read returns a number that is not negative */
  variable(read: (variables: Variables) => number): Term {
    return this.#add((_values, variables) => read(variables));
  }

  sum(terms: readonly Term[]): Term {
    let fixed = 0;
    const steps: number[] = [];
    for (const term of terms) {
      if (typeof term === 'number') fixed += term;
      else steps.push(term.step);
    }
    if (steps.length === 0) return Math.min(fixed, MAX);
    if (steps.length === 1 && fixed === 0) return { step: steps[0]! };
    return this.#add((values) => {
      let sum = fixed;
      for (const step of steps) sum += values[step]!;
      return sum;
    });
  }

  product(one: Term, other: Term): Term {
    if (one === 0 || other === 0) return 0;
    if (one === 1) return other;
    if (other === 1) return one;
    if (typeof one === 'number')
      return typeof other === 'number' ? Math.min(one * other, MAX) : this.#add((values) => one * values[other.step]!);
    if (typeof other === 'number') return this.#add((values) => values[one.step]! * other);
    return this.#add((values) => values[one.step]! * values[other.step]!);
  }

  max(terms: readonly Term[]): Term {
    const fixed = Math.max(0, ...terms.filter((term) => typeof term === 'number'));
    const steps = terms.flatMap((term) => (typeof term === 'number' ? [] : [term.step]));
    if (steps.length === 0) return fixed;
    return this.#add((values) => {
      let max = fixed;
      for (const step of steps) max = Math.max(max, values[step]!);
      return max;
    });
  }

  /** Computes all steps; the function that it returns gives the value of each term. */
  evaluate(variables: Variables): (term: Term) => number {
    const values: number[] = new Array<number>(this.#steps.length);
    for (let step = 0; step < this.#steps.length; step += 1)
      values[step] = Math.min(this.#steps[step]!(values, variables), MAX);
    return (term) => (typeof term === 'number' ? term : values[term.step]!);
  }

  #add(step: Step): Term {
    this.#steps.push(step);
    return { step: this.#steps.length - 1 };
  }
}
