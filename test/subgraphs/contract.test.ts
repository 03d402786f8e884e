import 'reflect-metadata';
import { subgraphs } from '../../subgraphs/index.js';
import { describeContract } from './contract.js';

// One without first records is described in its own test, which makes some: fourth-subgraph.test.ts is the example.
for (const subgraph of subgraphs) if (subgraph.seed.length > 0) describeContract(subgraph);
