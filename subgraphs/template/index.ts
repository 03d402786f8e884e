import 'reflect-metadata';
import { ENTITY_OWNERS } from '../domain/entity-owners.js';
import { valueResolvers } from '../domain/value-resolvers.js';
import { ChangeResolver } from '../runtime/history/change.type.js';
import { historyResolver } from '../runtime/history/history.resolver.js';
import { defineSubgraph } from '../runtime/subgraph.js';
import { samplesLoaders } from './loaders.js';
import { sampleModel } from './sample/sample.model.js';
import { SampleMutation } from './sample/sample.mutation.js';
import { SampleResolver } from './sample/sample.resolver.js';
import { Sample } from './sample/sample.type.js';

/** Samples of cities. It is not served: ../README.md says how to begin a subgraph with it. */
export const samples = defineSubgraph({
  name: 'samples',
  models: [sampleModel],
  resolvers: [
    ...valueResolvers,
    SampleResolver,
    ChangeResolver,
    historyResolver(
      Sample,
      'The changes of the record: who made them, when and why, the latest first. Records from the first data have no change until somebody changes them.',
    ),
    SampleMutation,
  ],
  loaders: samplesLoaders,
  references: { Sample: ({ id }, { loaders }) => loaders.samples.byId.load(id as string) },
  entityOwners: ENTITY_OWNERS,
  changeLabels: {
    actions: { registerSample: { en: 'sample registered', th: 'ขึ้นทะเบียนตัวอย่าง', roles: ['city-officer'] } },
    records: { Sample: { en: 'A sample', th: 'ตัวอย่าง' } },
  },
});
