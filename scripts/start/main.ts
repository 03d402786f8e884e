import { Command } from 'commander';
import { Listr } from 'listr2';
import { VariablesError } from '../../subgraphs/process/variables.js';
import { confirmReset } from '../seed/confirm-reset.js';
import { CommandError } from '../schema/report/exit-code.js';
import { banner } from './banner.js';
import { choosePort } from './choose-port.js';
import { readStartConfig } from './config.js';
import { Network } from './network.js';
import { StartError } from './start-error.js';

interface Flags {
  seed: boolean;
  reset?: boolean;
  yes?: boolean;
  port?: string;
}

/** A signal that follows another this closely, in milliseconds, is the same one: a terminal and npm both pass a Ctrl-C on. */
const SAME_SIGNAL = 500;

const flags = new Command('npm start --')
  .description(
    'Starts the whole network on this machine: database, subgraphs and gateway. The first start downloads and creates what it needs; Ctrl-C stops all of it.',
  )
  .option('--no-seed', 'leave the database as it is')
  .option('--reset', 'delete all records first, then seed; asks when NODE_ENV is production')
  .option('--yes', 'do not ask')
  .option('--port <number>', "the gateway's port, like PORT; 0: any free port (default: 4000, or the next free one)")
  .addHelpText(
    'after',
    '\nConfiguration comes from environment variables and the file .env: .env.example explains each.',
  )
  .parse()
  .opts<Flags>();

await start(flags).catch((error: Error) => {
  console.error(sentence(error));
  process.exit(1);
});

async function start({ seed, reset = false, yes = false, port }: Flags): Promise<void> {
  if (reset && !seed) throw new StartError('--reset and --no-seed exclude each other: --reset seeds.');
  if (reset) await confirmReset(process.env, yes);
  const config = readStartConfig({ ...process.env, ...(port !== undefined && { PORT: port }) });
  if (config.isPortGiven) await choosePort(config.gateway.host, config.gateway.port, false); // Told at once, not after all else was started.
  const network = new Network({
    config,
    seed: reset ? 'reset' : seed ? 'fill' : 'count',
    report: (line) => console.log(line),
  });
  stopOnSignals(network);
  try {
    await steps(network).run();
  } catch (error) {
    if (network.signal.aborted) return; // The signal's own stop ends the process.
    await network.stop();
    throw error;
  }
  console.log(banner(network, config));
}

function steps(network: Network) {
  const inTurn = { concurrent: false };
  const tasks = new Listr(
    [
      { title: 'Ports', task: () => network.choosePorts() },
      {
        title: 'Starting',
        task: (_context, task) =>
          task.newListr(
            [
              {
                title: 'Data',
                task: (_, data) =>
                  data.newListr(
                    [
                      { title: 'Database', task: (_, step) => network.openDatabases((line) => (step.output = line)) },
                      { title: 'Subgraphs', task: () => network.startSubgraphs() },
                    ],
                    inTurn,
                  ),
              },
              {
                title: 'Graph',
                task: (_, graph) =>
                  graph.newListr(
                    [
                      { title: 'Schema', task: () => network.compose() },
                      {
                        title: 'Playground',
                        task: (_, step) => network.fetchPlayground((line) => (step.output = line)),
                      },
                      { title: 'Gateway', task: () => network.startGateway() },
                    ],
                    inTurn,
                  ),
              },
            ],
            { concurrent: true, exitOnError: true },
          ),
      },
    ],
    { registerSignalListeners: false, fallbackRenderer: 'simple' },
  );
  return tasks;
}

function stopOnSignals(network: Network): void {
  let first = 0;
  const onSignal = () => {
    if (first > 0) {
      if (Date.now() - first > SAME_SIGNAL) network.hurry();
      return;
    }
    first = Date.now();
    console.log('Stopping the gateway, the subgraphs and the database');
    network.stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(sentence(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
}

/** Errors of the start explain themselves; a stack helps with others only. */
function sentence(error: Error): string {
  const isExpected =
    [StartError, VariablesError, CommandError].some((kind) => error instanceof kind) || error.constructor === Error;
  return isExpected ? error.message : `${error.stack}`;
}
