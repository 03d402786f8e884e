import { buildSchema } from 'graphql';
import { listApiChanges, type ApiChange } from '../check/operations-section.js';

const LEVELS = ['BREAKING', 'DANGEROUS', 'SAFE'] as const;
const MARKS: Readonly<Record<ApiChange['level'], string>> = {
  BREAKING: '- BREAKING ',
  DANGEROUS: '! DANGEROUS',
  SAFE: '+',
};
const SHOWN = 30;

/**
 * What a change of the schema that clients see means for them: one line for each change, the breaking ones first. Descriptions
 * are left out: they change often while somebody works.
 */
export async function describeChanges(before: string, now: string): Promise<string[]> {
  if (before === now) return [];
  const [old, changed] = [before, now].map((sdl) => buildSchema(sdl, { assumeValidSDL: true }));
  const changes = (await listApiChanges(old!, changed!)).filter(({ code }) => !code.includes('_DESCRIPTION_'));
  const lines = LEVELS.flatMap((level) =>
    changes.filter((change) => change.level === level).map(({ message }) => `${MARKS[level]} ${message}`),
  );
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `and ${lines.length - SHOWN} more`] : lines;
}
