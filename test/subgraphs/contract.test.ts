import 'reflect-metadata';
import { subgraphs } from '../../subgraphs/index.js';
import { describeContract } from './contract.js';

const COLLECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cities: { City: 'cities', Province: 'provinces', Cohort: 'cohorts', Challenge: 'challenges', CityPlan: 'plans' },
  partners: {
    Partner: 'partners',
    Person: 'people',
    Programme: 'programmes',
    Solution: 'solutions',
    Agreement: 'agreements',
  },
  events: { Event: 'events' },
};

for (const subgraph of subgraphs) describeContract(subgraph, COLLECTIONS[subgraph.name]!);
