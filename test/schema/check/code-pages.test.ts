import { describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { CODE_PAGES, printCodePage } from '../../../scripts/schema/check/codes/explain-code.js';

function codesOf(subgraphs: Readonly<Record<string, string>>): string[] {
  const { errors = [] } = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({ name, url: `http://127.0.0.1/${name}`, typeDefs: parse(sdl) })),
  );
  return [...new Set(errors.map(({ extensions }) => String(extensions['code'])))];
}

test('there are pages for at least thirty codes, each once', () => {
  const codes = CODE_PAGES.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.length).toBeGreaterThanOrEqual(30);
});

describe.each(CODE_PAGES.map((page) => ({ name: page.code, page })))('$name', ({ name, page }) => {
  test('the example before gives the code', () => {
    expect(codesOf(page.before)).toContain(name);
  });

  test('the example after composes', () => {
    expect(codesOf({ ...page.before, ...page.after })).toEqual([]);
  });

  test('the page shows meaning, advice and both examples', () => {
    const text = printCodePage(page);
    for (const part of [page.meaning, page.advice, ...Object.values({ ...page.before, ...page.after })])
      expect(text).toContain(part.trim());
  });
});
