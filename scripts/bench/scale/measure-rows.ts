import type { BenchNetwork } from '../bench-network.js';
import type { Contender } from '../contender.js';
import type { LoadSender } from '../load/start-load.js';
import type { Operation } from '../operation.js';
import { startRecorder } from '../recorder.js';
import type { Remark, Row } from '../results.js';
import { rowsOf } from '../rows-of.js';
import { runBench } from '../run-bench.js';

export interface MeasureRowsOptions {
  network: BenchNetwork;
  load: LoadSender;
  /** The first one answers what is recorded. */
  contenders: readonly Contender[];
  operations: readonly Operation[];
  rounds: number;
  /** Of each round; as many as the operation says when absent. */
  requests: number | undefined;
  report: (line: string) => void;
}

/** Measures gateways of ours as `npm run bench` does. */
export async function measureRows(options: MeasureRowsOptions): Promise<{ rows: Row[]; remarks: Remark[] }> {
  const { network, load, contenders, operations, rounds, requests, report } = options;
  const recorder = await startRecorder(network, contenders[0]!);
  try {
    const { measured, remarks } = await runBench({
      network,
      load,
      recorder,
      contenders,
      operations,
      roundsOf: () => rounds,
      requestsOf: ({ quickRequests }) => requests ?? quickRequests,
      report,
    });
    return { rows: rowsOf(measured), remarks };
  } finally {
    await recorder.close();
  }
}
