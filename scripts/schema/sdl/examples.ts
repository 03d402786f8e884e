import { usageError } from '../report/exit-code.js';

/** Values that a person gives for fields, such as keys that exist. */
export interface Examples {
  /** Values by coordinate, `City.id`, or by the name of a scalar; in the order in which they were given. */
  readonly values: ReadonlyMap<string, readonly unknown[]>;
  /** Whole representations by type, without `__typename`. */
  readonly representations: ReadonlyMap<string, readonly Record<string, unknown>[]>;
}

export const NO_EXAMPLES: Examples = { values: new Map(), representations: new Map() };

const FORM = /^([_A-Za-z]\w*(?:\.[_A-Za-z]\w*)*)=(.+)$/s;

/**
 * Reads examples as they are given on a command line: `City.id=th-yala`, `Country.code=TH,LA`, `Line.number=7`,
 * `Stop={"line":"A","number":3}`, `Money=12.50`. JSON is read as JSON; anything else is text, and commas part values.
 *
 * @throws CommandError that names the example which cannot be read
 */
export function readExamples(given: readonly string[]): Examples {
  const values = new Map<string, unknown[]>();
  const representations = new Map<string, Record<string, unknown>[]>();
  for (const example of given) {
    const [, name, text] = FORM.exec(example) ?? [];
    if (name === undefined || text === undefined)
      throw usageError(`--example "${example}" must be Type.field=value, such as City.id=th-yala.`);
    const json = readJson(text);
    if (isObject(json) && !name.includes('.')) add(representations, name, [json]);
    else if (json !== undefined) add(values, name, Array.isArray(json) ? json : [json]);
    else
      add(
        values,
        name,
        text.split(',').map((part) => readJson(part) ?? part),
      );
  }
  return { values, representations };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function add<T>(map: Map<string, T[]>, name: string, added: readonly T[]): void {
  map.set(name, [...(map.get(name) ?? []), ...added]);
}
