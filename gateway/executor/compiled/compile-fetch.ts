import type { FetchNode } from '@apollo/query-planner';
import { isInterfaceType, parse, type GraphQLSchema } from 'graphql';
import { toByteText, type ByteText } from '../../upstream/byte-text.js';
import { SubgraphError } from '../../upstream/subgraph-error.js';
import { placeOf } from './planning/plan-places.js';
import { selectionsOf } from '../selections-of.js';
import { absence } from './absence.js';
import type { AnswerReaders } from './answer-readers.js';
import type { Step } from './compile-plan.js';
import { compileRepresentation } from './compile-representation.js';
import { merge, type Data } from './merge.js';
import { prepareFetch, type PreparedFetch } from './prepared-fetch.js';
import { rewrite } from './rewrite.js';
import { NOT_SENT, type Run } from './run.js';
import { unknownTypes } from './unknown-types.js';

const NO_VARIABLES: readonly ByteText[] = [];

/** Compiles a fetch: of root fields, or of entities when it has keys to require. */
export function compileFetch(
  schema: GraphQLSchema,
  node: FetchNode,
  path: readonly (string | number)[],
  readers: AnswerReaders | null,
): Step {
  const reader = readers?.add(node, placeOf(path)) ?? null;
  const ask = asker(node, prepareFetch(node, reader), path.join('.'));
  return node.requires ? compileEntityFetch(schema, node, ask) : compileRootFetch(schema, node, ask);
}

function compileRootFetch(schema: GraphQLSchema, node: FetchNode, ask: Ask): Step {
  const interfaces = interfacesOf(schema);
  return async (run, targets) => {
    const data = await ask(run, null, null);
    if (!data) return;
    if (node.outputRewrites) rewrite(schema, node.outputRewrites, data);
    for (const target of targets) merge(target, data, interfaces);
  };
}

function compileEntityFetch(schema: GraphQLSchema, node: FetchNode, ask: Ask): Step {
  const represent = compileRepresentation(schema, node);
  const interfaces = interfacesOf(schema);
  const isUnknown = unknownRepresentation(schema, node);
  const makeAbsent = absence(schema, selectionsOf(parse(node.operation, { noLocation: true })));

  return async (run, targets) => {
    const places = new Map<ByteText, number>();
    const placeOf: number[] = [];
    const misfit = () => void (run.isClean = false);
    let count = 0;
    let list = '';
    for (const target of targets) {
      const representation = represent(target, misfit);
      let place = NOT_SENT;
      if (representation !== null) {
        const known = places.get(representation);
        if (known !== undefined) place = known;
        else {
          if (!isUnknown(representation)) {
            list += count === 0 ? representation : `,${representation}`;
            place = count;
            count += 1;
          }
          places.set(representation, place);
        }
      }
      placeOf.push(place);
    }
    if (count === 0) return;

    const data = await ask(run, list, places);
    if (!data) return;
    const entities = data['_entities'];
    if (!Array.isArray(entities) || entities.length !== count || !entities.every(isEntity)) {
      run.isClean = false;
      return;
    }
    if (node.outputRewrites) rewrite(schema, node.outputRewrites, entities);
    for (let index = 0; index < targets.length; index += 1) {
      const place = placeOf[index]!;
      if (place === NOT_SENT) continue;
      const entity = entities[place] as Data | null;
      if (entity === null)
        run.absent.push({ service: node.serviceName, target: targets[index]!, names: makeAbsent(targets[index]!) });
      else merge(targets[index]!, entity, interfaces);
    }
  };
}

/** Sends a fetch and keeps how it went; null when there is nothing to merge. */
type Ask = (
  run: Run,
  representations: ByteText | null,
  places: ReadonlyMap<ByteText, number> | null,
) => Promise<Data | null>;

function asker(
  { serviceName: service, operation: query, variableUsages = [] }: FetchNode,
  prepared: PreparedFetch,
  path: string,
): Ask {
  return async (run, representations, places) => {
    try {
      const { bytes, field, data, errors } = await run.send(prepared, variablesOf(run), representations);
      run.records.push({ service, query, path, places, outcome: { bytes, field } });
      if (data === null || errors.length > 0) run.isClean = false;
      return data;
    } catch (error) {
      if (!(error instanceof SubgraphError)) throw error;
      run.isClean = false;
      run.records.push({ service, query, path, places, outcome: { fault: error } });
      return null;
    }
  };

  function variablesOf({ variables }: Run): readonly ByteText[] {
    if (variableUsages.length === 0) return NO_VARIABLES;
    const given = variableUsages.filter((name) => Object.hasOwn(variables, name) && variables[name] !== undefined);
    return given.map((name) => `"${name}":${toByteText(JSON.stringify(variables[name]))}`);
  }
}

/**
 * Tells of a representation whether the subgraph has no such type. Where a plan changes the types of some of its
 * representations, for a subgraph that knows only the interface, Apollo's planner lets others through as they are.
 */
function unknownRepresentation(
  schema: GraphQLSchema,
  { serviceName, inputRewrites }: FetchNode,
): (representation: string) => boolean {
  if (!inputRewrites || inputRewrites.length === 0) return () => false;
  const unknown = unknownTypes(schema, serviceName);
  return (representation) => unknown.has((JSON.parse(representation) as Data).__typename as string);
}

/** Every fetch of every plan needs them. */
const interfaceNames = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function interfacesOf(schema: GraphQLSchema): ReadonlySet<string> {
  const names =
    interfaceNames.get(schema) ??
    new Set(
      Object.values(schema.getTypeMap())
        .filter(isInterfaceType)
        .map(({ name }) => name),
    );
  interfaceNames.set(schema, names);
  return names;
}

function isEntity(value: unknown): value is Data | null {
  return typeof value === 'object' && !Array.isArray(value);
}
