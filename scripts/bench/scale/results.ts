import type { Remark, Row } from '../results.js';
import type { SubgraphsRow } from './measure-subgraphs.js';

/** What `npm run bench -- scale` has measured. */
export interface ScaleResults {
  at: string;
  /** Of the machine. */
  processors: number;
  node: string;
  subgraphs: SubgraphsRow[];
  /** By the number of workers of one gateway. */
  workers: { workers: number; row: Row }[];
  data: { cities: number; rows: Row[] }[];
  remarks: Remark[];
}
