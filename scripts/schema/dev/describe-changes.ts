import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const LEVELS = [CriticalityLevel.Breaking, CriticalityLevel.Dangerous, CriticalityLevel.NonBreaking];
const MARKS: Readonly<Record<CriticalityLevel, string>> = {
  [CriticalityLevel.Breaking]: '- BREAKING ',
  [CriticalityLevel.Dangerous]: '! DANGEROUS',
  [CriticalityLevel.NonBreaking]: '+',
};
const SHOWN = 30;

/** What a change of the schema that clients see means for them: one line for each change, the breaking ones first. */
export async function describeChanges(before: string, now: string): Promise<string[]> {
  if (before === now) return [];
  const changes = await diff(buildSchema(before, { assumeValidSDL: true }), buildSchema(now, { assumeValidSDL: true }));
  const lines = LEVELS.flatMap((level) =>
    changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => `${MARKS[level]} ${message}`),
  );
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`] : lines;
}
