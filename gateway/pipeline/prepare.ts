import { getOperationAST, GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { weightOf } from '../../subgraphs/process/document-weight.js';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import type { Access } from '../auth/access/access.js';
import { rulesOfOperation, type OperationRules } from '../auth/access/rules-of-operation.js';
import { ERRORS, requestError } from '../errors.js';
import type { Executor, PreparedOperation } from '../executor/executor.js';
import { withoutLive } from '../graphql-document/live-directive.js';
import type { ClientAbort } from '../http/client-abort.js';
import { HttpError } from '../http/http-error.js';
import { onePerTick } from '../http/one-per-tick.js';
import { parseWithinLimits, type Limits } from '../limits/document-limits.js';
import type { CostModel, OperationCost } from '../limits/cost/cost-model.js';
import { deferLabelRule, deferRootFieldRule } from './defer-rules.js';
import { toDocumentError } from './document-error.js';
import { shapeOf } from './document-shape.js';
import { noConditionalSubscriptionRule } from './no-conditional-subscription-rule.js';
import { noIntrospectionRule } from './no-introspection-rule.js';
import type { Parameters } from './read-parameters.js';
import { createValidateDocument } from './validate-document.js';

interface PreparationOptions {
  executor: Executor;
  /** Null when the supergraph has no access rules. */
  access: Access | null;
  costs: CostModel;
  limits: Limits;
  /** True when clients may read the schema. */
  introspection: boolean;
}

/** A valid operation that the executor has prepared. Each is kept: most requests run one that is known. */
export interface KnownOperation {
  /** No other operation has it, of no supergraph. */
  readonly id: number;
  readonly operation: OperationDefinitionNode;
  /** The document that the client sent. */
  readonly document: DocumentNode;
  /** Of the document, from `shapeOf`. */
  readonly shape: string;
  readonly prepared: PreparedOperation;
  readonly cost: OperationCost;
  /** Null when anybody may run it. */
  readonly rules: OperationRules | null;
  /** How many requests had it. */
  requests: number;
}

/** What the stage reads of a request, and the operation, which it sets. */
interface PreparableRequest {
  readonly text: string;
  readonly parameters: Parameters;
  readonly signal: ClientAbort;
  readonly deadline: number;
  operation: KnownOperation;
}

/** The valid documents that were sent before, and their operations. */
export interface Preparation {
  /** Finds an operation that is known. */
  find(text: string, operationName: string | undefined): KnownOperation | undefined;
  /**
   * Parses and validates the document, and has the executor prepare the operation, unless it is known.
   *
   * @throws HttpError DOCUMENT_TOO_LARGE
   * @throws AggregateError of GraphQLErrors, when the document cannot be parsed or is not valid
   * @throws RequestError when the document does not have the operation, or the executor does not serve it; REQUEST_DEADLINE
   */
  prepare(request: PreparableRequest): Promise<void>;
  /** Prepares and plans all operations of a document. */
  warm(text: string): Promise<void>;
  /** The texts of the documents that were requested most often, the busiest first. */
  busiest(count: number): string[];
}

interface KnownDocument {
  readonly document: DocumentNode;
  readonly shape: string;
  /** By the name that a client sent; the empty one stands for none. */
  readonly operations: Map<string, KnownOperation>;
}

let lastId = 0;

/** For all documents together; the least recently used are removed first. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Bytes of a prepared operation with its cost and rules, about. Its programs are in caches of the executor. */
const BYTES_OF_OPERATION = 4_000;

/**
 * Creates the stage that prepares operations. Documents that are wrong are not kept: they are parsed and validated each time,
 * one per tick of the event loop, so that they cannot displace the valid ones.
 */
export function createPreparation({ executor, access, costs, limits, introspection }: PreparationOptions): Preparation {
  const documents = new LRUCache<string, KnownDocument>({
    maxSize: MAX_BYTES,
    dispose: ({ operations }) => operations.forEach(({ prepared }) => prepared.release()),
  });
  const validateDocument = createValidateDocument(executor.apiSchema, [
    deferLabelRule,
    deferRootFieldRule,
    noConditionalSubscriptionRule,
    ...(introspection ? [] : [noIntrospectionRule]),
  ]);
  const turn = onePerTick();

  return {
    find,
    async prepare(request) {
      const { text, parameters, signal, deadline } = request;
      let known = find(text, parameters.operationName);
      if (!known) {
        // This takes milliseconds; requests with known operations continue meanwhile.
        await turn();
        if (signal.aborted) throw new HttpError('CLIENT_CLOSED_REQUEST');
        if (performance.now() >= deadline) throw requestError('REQUEST_DEADLINE', ERRORS.REQUEST_DEADLINE.message);
        known = find(text, parameters.operationName) ?? add(text, parameters.operationName);
      }
      known.requests += 1;
      request.operation = known;
    },
    async warm(text) {
      const known = documents.get(text) ?? readDocument(text);
      const names = known.document.definitions.flatMap((each) => ('operation' in each ? [each.name?.value] : []));
      for (const name of names.length === 1 ? new Set([names[0], undefined]) : names)
        await (find(text, name) ?? add(text, name, known)).prepared.warm();
    },
    busiest: (count) =>
      [...documents.entries()]
        .map(([text, known]) => ({ text, requests: requestsOf(known) }))
        .filter(({ requests }) => requests > 0)
        .sort((one, other) => other.requests - one.requests)
        .slice(0, count)
        .map(({ text }) => text),
  };

  function find(text: string, operationName: string | undefined): KnownOperation | undefined {
    return documents.get(text)?.operations.get(operationName ?? '');
  }

  function add(
    text: string,
    operationName: string | undefined,
    known = documents.get(text) ?? readDocument(text),
  ): KnownOperation {
    const operation = getOperationAST(known.document, operationName);
    if (!operation) throw requestError('OPERATION_RESOLUTION_FAILURE', unresolved(operationName));
    const same = [...known.operations.values()].find((each) => each.operation === operation);
    const added = same ?? prepareOperation(known, operation);
    known.operations.set(operationName ?? '', added);
    documents.set(text, known, { size: sizeOf(known) });
    return added;
  }

  function readDocument(text: string): KnownDocument {
    let document: DocumentNode;
    try {
      document = parseWithinLimits(text, limits);
    } catch (error) {
      if (error instanceof GraphQLError)
        throw new AggregateError([toDocumentError(error, 'parser', 'GRAPHQL_PARSE_FAILED')], error.message, {
          cause: error,
        });
      throw error;
    }
    const shape = shapeOf(document);
    const errors = validateDocument(document, shape);
    if (errors.length > 0) throw new AggregateError(errors, errors[0]!.message);
    return { document, shape, operations: new Map() };
  }

  function prepareOperation({ document, shape }: KnownDocument, operation: OperationDefinitionNode): KnownOperation {
    const executed = withoutLive(document);
    const executedOperation = executed.definitions[document.definitions.indexOf(operation)] as OperationDefinitionNode;
    const operationRules = access && rulesOfOperation(access, executed, executedOperation);
    return {
      id: (lastId += 1),
      operation,
      document,
      shape,
      prepared: operationRules
        ? executor.prepare(operationRules.document, operationRules.operation)
        : executor.prepare(executed, executedOperation),
      cost: costs.measure(document, operation),
      rules: operationRules,
      requests: 0,
    };
  }
}

function requestsOf({ operations }: KnownDocument): number {
  return [...new Set(operations.values())].reduce((sum, { requests }) => sum + requests, 0);
}

function sizeOf({ document, operations }: KnownDocument): number {
  const ofDocument = weightOf(document);
  let size = ofDocument;
  // The rules of an operation come with a copy of it.
  for (const { rules } of new Set(operations.values())) size += BYTES_OF_OPERATION + (rules ? ofDocument : 0);
  return size;
}

function unresolved(name: string | undefined): Sentence {
  if (name !== undefined)
    return { en: `The document has no operation named "${name}".`, th: `เอกสารนี้ไม่มีคำสั่งชื่อ "${name}"` };
  return {
    en: 'The document has several operations: say in operationName which one to run.',
    th: 'เอกสารนี้มีหลายคำสั่ง โปรดระบุใน operationName ว่าจะใช้คำสั่งใด',
  };
}
