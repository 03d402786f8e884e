import pc from 'picocolors';
import { subgraphs } from '../../subgraphs/index.js';
import type { StartConfig } from './config.js';
import type { Network } from './network.js';

/**
 * What is shown when all is ready: where everything is, how it was found, and what to do next.
 */
export function banner(network: Network, { gateway, isPortGiven, elsewhere }: StartConfig): string {
  const url = network.localUrl;
  const pids = network.pids;
  const moved = !isPortGiven && new URL(url).port !== String(gateway.port);
  const lines: [label: string, text: string][] = [
    ['Gateway', `${pc.cyan(`${url}/graphql`)}${moved ? pc.yellow(` (port ${gateway.port} was taken)`) : ''}`],
    ['Playground', playgroundLine(network, gateway.playground, url)],
    ['Health', pc.cyan(`${url}/health/ready`)],
    ...subgraphs.map(({ name }): [string, string] => [
      name,
      `${pc.green('ready')}  ${network.subgraphUrls.get(name)}${elsewhere.has(name) ? ' (elsewhere)' : `, process ${pids.get(name)}`}`,
    ]),
    ...(network.databases?.shown ?? []).map(({ uri, how }): [string, string] => ['Database', `${uri} (${how})`]),
    ['Holds', network.seeded.map(({ collection, count }) => `${count} ${collection}`).join(', ')],
    ...(network.supergraph?.isCommitted
      ? []
      : [
          [
            'Schema',
            pc.yellow('schema/ is not what the subgraphs give, which is served; mend it: npm run schema -- compose'),
          ] as [string, string],
        ]),
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  return [
    '',
    pc.bold('Citylink is ready'),
    ...lines.map(([label, text]) => `  ${pc.bold(label.padEnd(width))}  ${text}`),
    '',
    'Next, in another terminal:',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ city(id: \\"th-yala\\") { name { en th } } }"}'`,
    '  npm test',
    '',
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function playgroundLine({ withoutPlayground }: Network, isOn: boolean, url: string): string {
  if (!isOn) return 'off (PLAYGROUND=on turns it on)';
  return withoutPlayground === undefined
    ? pc.cyan(`${url}/playground`)
    : pc.yellow(`none: ${withoutPlayground}; everything else works`);
}
