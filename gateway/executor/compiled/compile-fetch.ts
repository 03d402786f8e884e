import type { FetchNode } from '@apollo/query-planner';
import { parse, type GraphQLSchema } from 'graphql';
import { SubgraphFault } from '../../upstream/subgraph-fault.js';
import { selectionsOf } from '../selections-of.js';
import { absence } from './absence.js';
import type { Step } from './compile-plan.js';
import { compileRepresentation } from './compile-representation.js';
import { merge, type Data } from './merge.js';
import { rewrite } from './rewrite.js';
import type { Run } from './run.js';

/** Compiles a fetch: of root fields, or of entities when it has keys to require. */
export function compileFetch(schema: GraphQLSchema, node: FetchNode): Step {
  return node.requires ? compileEntityFetch(schema, node) : compileRootFetch(schema, node);
}

function compileRootFetch(schema: GraphQLSchema, node: FetchNode): Step {
  const write = bodyWriter(node);
  return async (run, targets) => {
    const data = await ask(run, node, write(run, null), null);
    if (!data) return;
    if (node.outputRewrites) rewrite(schema, node.outputRewrites, data);
    for (const target of targets) merge(target, data);
  };
}

function compileEntityFetch(schema: GraphQLSchema, node: FetchNode): Step {
  const write = bodyWriter(node);
  const represent = compileRepresentation(schema, node);
  const makeAbsent = absence(schema, selectionsOf(parse(node.operation, { noLocation: true })));

  return async (run, targets) => {
    const places = new Map<string, number>();
    const placeOf: number[] = [];
    let list = '';
    for (const target of targets) {
      const representation = represent(target);
      let place = -1;
      if (representation !== null) {
        const known = places.get(representation);
        if (known === undefined) {
          place = places.size;
          places.set(representation, place);
          list += place === 0 ? representation : `,${representation}`;
        } else place = known;
      }
      placeOf.push(place);
    }
    if (places.size === 0) return;

    const data = await ask(run, node, write(run, list), places);
    if (!data) return;
    const entities = data['_entities'];
    if (!Array.isArray(entities) || entities.length !== places.size || !entities.every(isEntity)) {
      run.isClean = false;
      return;
    }
    if (node.outputRewrites) rewrite(schema, node.outputRewrites, entities);
    for (let index = 0; index < targets.length; index += 1) {
      const place = placeOf[index]!;
      if (place === -1) continue;
      const entity = entities[place] as Data | null;
      if (entity === null) makeAbsent(targets[index]!);
      else merge(targets[index]!, entity);
    }
  };
}

/** Sends a fetch and keeps how it went; null when there is nothing to merge. */
async function ask(run: Run, { serviceName: service, operation: query }: FetchNode, body: string, places: ReadonlyMap<string, number> | null): Promise<Data | null> {
  try {
    const { text, data, errors } = await run.ask(service, body);
    run.records.push({ service, query, places, outcome: { text } });
    if (data === null || errors.length > 0) run.isClean = false;
    return data;
  } catch (error) {
    if (!(error instanceof SubgraphFault)) throw error;
    run.isClean = false;
    run.records.push({ service, query, places, outcome: { fault: error } });
    return null;
  }
}

/** Compiles what of a request's body is the same each time. */
function bodyWriter({ operation, operationName, variableUsages = [] }: FetchNode): (run: Run, representations: string | null) => string {
  const head = `{"query":${JSON.stringify(operation)}${operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`},"variables":{`;
  return ({ variables }, representations) => {
    let body = head;
    let comma = '';
    for (const name of variableUsages) {
      if (!Object.hasOwn(variables, name) || variables[name] === undefined) continue;
      body += `${comma}"${name}":${JSON.stringify(variables[name])}`;
      comma = ',';
    }
    return representations === null ? `${body}}}` : `${body}${comma}"representations":[${representations}]}}`;
  };
}

function isEntity(value: unknown): value is Data | null {
  return typeof value === 'object' && !Array.isArray(value);
}
