import { describe, expect, test } from '@jest/globals';
import { createAddressRules } from '../../gateway/upstream/address-rules.js';

const production = createAddressRules({
  production: true,
  allowed: ['subgraphs.internal', '10.1.0.0/16', 'fd12::/16'],
});
const development = createAddressRules({ production: false, allowed: [] });

describe('the address of a subgraph in production', () => {
  test.each([
    { url: 'https://transit.example.org/graphql' },
    { url: 'https://10.9.9.9/graphql' },
    { url: 'http://subgraphs.internal:4001/graphql' },
    { url: 'http://10.1.2.3/graphql' },
    { url: 'http://[fd12::1]/graphql' },
  ])('$url may be called', ({ url }) => expect(production.findProblem(url)).toBeUndefined());

  test.each([
    { url: 'http://transit.example.org/graphql', problem: /https/ },
    { url: 'http://10.2.0.1/graphql', problem: /https/ },
    ...[
      'https://127.0.0.1/graphql',
      'https://2130706433/graphql',
      'https://0x7f.1/graphql',
      'https://localhost/graphql',
      'https://db.localhost./graphql',
      'https://[::1]/graphql',
      'https://[::ffff:127.0.0.1]/graphql',
      'https://[64:ff9b::7f00:1]/graphql',
      'https://0.0.0.0/graphql',
      'http://169.254.169.254/latest/meta-data',
      'https://[fe80::1]/graphql',
      'https://[fd00:ec2::254]/latest',
      'https://100.100.100.200/latest',
      'https://metadata.google.internal/graphql',
    ].map((url) => ({ url, problem: /loopback, link-local and metadata/ })),
  ])('$url may not be called', ({ url, problem }) => expect(production.findProblem(url)).toMatch(problem));

  test('that is a name of a loopback address is refused when it is resolved', async () => {
    const resolve = (rules: typeof production, options: { all?: boolean }) =>
      new Promise<{ code: string | undefined; address: unknown }>((done) =>
        rules.lookup('localhost', options, (error, address) => done({ code: error?.code, address })),
      );
    expect((await resolve(production, { all: true })).code).toBe('EADDRREFUSED');
    expect((await resolve(production, {})).code).toBe('EADDRREFUSED');
    expect(await resolve(development, {})).toEqual({ code: undefined, address: expect.stringMatching(/127\.|::1/) });
  });
});

describe('the address of a subgraph outside production', () => {
  test.each([
    { url: 'http://127.0.0.1:5001/graphql' },
    { url: 'http://localhost:5001/graphql' },
    { url: 'http://10.0.0.1/' },
  ])('$url may be called', ({ url }) => expect(development.findProblem(url)).toBeUndefined());

  test.each([{ url: 'http://169.254.169.254/latest' }, { url: 'http://[fe80::1]/' }])(
    '$url, link-local, may not be called',
    ({ url }) => expect(development.findProblem(url)).toMatch(/link-local/),
  );
});
