import pc from 'picocolors';
import { subgraphs } from '../../subgraphs/index.js';
import type { StartConfig } from './config.js';
import type { Network } from './network.js';

/**
 * The text that is printed when everything is ready: the address of each part, how it was found, and the next steps.
 */
export function banner(network: Network, { gateway, isPortGiven }: StartConfig): string {
  const url = network.localUrl;
  const pids = network.pids;
  const moved = !isPortGiven && new URL(url).port !== String(gateway.port);
  const names = new Set([...subgraphs.map(({ name }) => name), ...network.foreign]);
  const lines: [label: string, text: string][] = [
    ['Gateway', `${pc.cyan(`${url}/graphql`)}${moved ? pc.yellow(` (port ${gateway.port} was taken)`) : ''}`],
    ['Dashboard', gateway.dashboard ? pc.cyan(`${url}/dashboard`) : 'off (DASHBOARD=on turns it on)'],
    ['Playground', playgroundLine(network, gateway.playground, url)],
    ['Health', pc.cyan(`${url}/health/network`)],
    ...[...names].map((name): [string, string] => {
      const down = network.notAnswering.find(({ subgraph }) => subgraph === name);
      const state = down ? pc.yellow(`does not respond (${down.reason})`) : pc.green('ready');
      const place = pids.has(name) ? `, process ${pids.get(name)}` : ' (not started here)';
      return [name, `${state}  ${network.subgraphUrls.get(name) ?? 'at its address in the supergraph'}${place}`];
    }),
    ...(network.metricsUrls.size > 0
      ? [
          ['Metrics', [...network.metricsUrls].map(([name, url]) => `${pc.cyan(url)} (${name})`).join(', ')] as [
            string,
            string,
          ],
        ]
      : []),
    ...(network.databases?.shown ?? []).map(({ uri, how }): [string, string] => ['Database', `${uri} (${how})`]),
    ['Records', network.seeded.map(({ collection, count }) => `${count} ${collection}`).join(', ')],
    ...(network.supergraph?.isCommitted !== false
      ? []
      : [
          [
            'Schema',
            pc.yellow(
              'schema/ is not up to date: the gateway serves what was composed now, and takes nothing that is published. Run npm run schema -- compose, and start again',
            ),
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
