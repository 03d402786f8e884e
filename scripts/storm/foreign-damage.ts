type Path = ReadonlyArray<string | number>;

interface Answer {
  data?: unknown;
  errors?: ReadonlyArray<{ path?: Path; extensions?: { service?: string } }>;
  extensions?: { missing?: ReadonlyArray<{ subgraph: string | null; path: Path }> };
}

/**
 * Tells what is wrong with an answer beside the fields of one subgraph: those may be null, each explained by an error of that subgraph.
 *
 * @param expected the answer when all is well
 * @returns one clause; undefined when nothing is
 */
export function foreignDamage(expected: string, text: string, service: string): string | undefined {
  let answer: Answer;
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    return 'no JSON';
  }
  const { errors = [], extensions } = answer;
  const foreign = errors.find((error) => error.extensions?.service !== service || !error.path);
  if (foreign)
    return `an error of ${foreign.extensions?.service ?? 'nobody'} at ${foreign.path?.join('.') ?? 'no field'}`;
  const strange = extensions?.missing?.find(({ subgraph }) => subgraph !== service);
  if (strange) return `${strange.path.join('.')} is missing for ${strange.subgraph ?? 'nobody'}`;
  const changed = changes((JSON.parse(expected) as Answer).data, answer.data, []);
  const unexplained = changed.find(
    ({ path, value }) => value !== null || !errors.some((error) => startsWith(error.path!, path)),
  );
  return unexplained && `${unexplained.path.join('.')} is ${JSON.stringify(unexplained.value)?.slice(0, 100)}`;
}

/** The places nearest to the root at which values differ. */
function changes(expected: unknown, value: unknown, path: Path): Array<{ path: Path; value: unknown }> {
  if (expected === value) return [];
  if (!isNode(expected) || !isNode(value) || Array.isArray(expected) !== Array.isArray(value)) return [{ path, value }];
  const keys = Object.keys(expected);
  if (Object.keys(value).join() !== keys.join()) return [{ path, value }];
  return keys.flatMap((key) =>
    changes(expected[key], value[key], [...path, Array.isArray(expected) ? Number(key) : key]),
  );
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}
