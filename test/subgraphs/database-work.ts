import mongoose from 'mongoose';
import type { Asking, RunningSubgraph } from '../graph.js';

/** What the database did for one request. */
export interface Work {
  /** The request's data. */
  data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- as shapeless as the answer
  /** Commands sent. */
  commands: number;
  /** Documents looked at. */
  documents: number;
  /** Index entries looked at. */
  keys: number;
  /** Whether rows were sorted in memory. */
  sorts: boolean;
  /** Whether a whole collection was looked through. */
  scans: boolean;
}

interface Profiled {
  docsExamined?: number;
  keysExamined?: number;
  hasSortStage?: boolean;
  planSummary?: string;
}

/** Asks subgraphs with the database's profiler on. */
export interface Profiler {
  /** Throws what errors are answered. */
  ask(subgraph: RunningSubgraph, query: string, variables?: Record<string, unknown>, as?: Asking): Promise<Work>;
  /** Tells what was done in the databases of some subgraphs during a work that gives data. */
  watch(subgraphs: readonly RunningSubgraph[], work: () => Promise<Work['data']>): Promise<Work>;
  close(): Promise<void>;
}

/** Opens the test database for a profiler. One request at a time is profiled. */
export async function openProfiler(): Promise<Profiler> {
  const connection = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!).asPromise();
  return {
    ask: (subgraph, query, variables = {}, as = {}) =>
      watch([subgraph], async () => {
        const { data, errors } = await subgraph.ask(query, variables, as);
        if (errors) throw new Error(JSON.stringify(errors));
        return data;
      }),
    watch,
    close: () => connection.close(),
  };

  async function watch(subgraphs: readonly RunningSubgraph[], work: () => Promise<Work['data']>): Promise<Work> {
    const databases = subgraphs.map(({ databaseName }) => connection.useDb(databaseName, { useCache: true }).db!);
    for (const database of databases) await database.command({ profile: 2 });
    try {
      const data = await work().finally(() =>
        Promise.all(databases.map((database) => database.command({ profile: 0 }))),
      );
      const lines = await Promise.all(
        databases.map((database) =>
          database
            .collection<Profiled>('system.profile')
            .find({ ns: { $not: /system\.profile/ }, 'command.profile': { $exists: false } })
            .toArray(),
        ),
      );
      return workOf(data, lines.flat());
    } finally {
      for (const database of databases) await database.collection('system.profile').drop();
    }
  }
}

function workOf(data: Work['data'], lines: readonly Profiled[]): Work {
  const sum = (path: 'docsExamined' | 'keysExamined') => lines.reduce((total, line) => total + (line[path] ?? 0), 0);
  return {
    data,
    commands: lines.length,
    documents: sum('docsExamined'),
    keys: sum('keysExamined'),
    sorts: lines.some(({ hasSortStage }) => hasSortStage === true),
    scans: lines.some(({ planSummary }) => planSummary?.includes('COLLSCAN') === true),
  };
}
