import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { buildSchema } from 'graphql';
import { gatewayUrl, LOCAL_GATEWAY } from '../options/gateway-url.js';
import { askGateway, UnreadableError } from './ask-gateway.js';
import { faultsOf, reportOf, verify } from './verify.js';

const { url, token } = new Command('npm run verify --')
  .description(
    'Reads everything through a gateway and checks that it fits together: counts are joins less leaves, seats are registrations, dates rise, references resolve, statistics equal lists, every write is in a history.',
  )
  .option('--url <url>', 'the endpoint of the gateway; PORT is that of npm start', gatewayUrl, LOCAL_GATEWAY)
  .option(
    '--token <token>',
    'of a network-admin, or the variable CITYLINK_TOKEN; without it registrations are not read',
  )
  .addHelpText(
    'after',
    `
Nothing is changed. It exits with 1 when something does not hold. Facts of the first records that are older than a rule are
listed with the reason and are no fault. Writes that are done meanwhile may look like faults: run it again.

Example:
  CITYLINK_TOKEN=$(npm run --silent token -- --role network-admin) npm run verify`,
  )
  .parse()
  .opts<{ url: URL; token?: string }>();

await verifyGateway().catch((error: Error) => {
  console.error(error instanceof UnreadableError ? error.message : error.stack);
  process.exitCode = 1;
});

async function verifyGateway(): Promise<void> {
  const schema = buildSchema(await readFile('schema/api.graphql', 'utf8'));
  const verdicts = await verify(askGateway(url.href, token ?? process.env['CITYLINK_TOKEN']), schema);
  for (const line of reportOf(verdicts)) console.log(line);
  if (faultsOf(verdicts).length > 0) process.exitCode = 1;
}
