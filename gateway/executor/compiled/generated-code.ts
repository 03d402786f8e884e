/** A program that is put together: functions, and the values that they need. */
export class GeneratedCode {
  readonly #functions: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #texts = new Map<string, string>();

  /** @returns the name of the value */
  constant(value: unknown): string {
    return `c${this.#constants.push(value) - 1}`;
  }

  /** @returns the name of the bytes of a text */
  text(text: string): string {
    let name = this.#texts.get(text);
    if (name === undefined) {
      name = this.constant(Uint8Array.from(Buffer.from(text)));
      this.#texts.set(text, name);
    }
    return name;
  }

  /** @returns the name of the function */
  define(parameters: string, statements: readonly string[]): string {
    const name = `f${this.#functions.length}`;
    this.#functions.push([`function ${name}(${parameters}) {`, ...statements, '}'].join('\n'));
    return name;
  }

  /**
   * Runs the program.
   *
   * @param called what it has by name
   * @param statements its last, of which one returns
   */
  run(called: Readonly<Record<string, unknown>>, statements: readonly string[]): unknown {
    const source = [
      `'use strict';`,
      ...this.#constants.map((_, index) => `const c${index} = constants[${index}];`),
      ...this.#functions,
      ...statements,
    ].join('\n');
    return (new Function(...Object.keys(called), 'constants', source) as (...given: unknown[]) => unknown)(
      ...Object.values(called),
      this.#constants,
    );
  }
}

/** The code of a character. */
export function codeOf(character: string): number {
  return character.charCodeAt(0);
}
