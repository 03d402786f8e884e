import type { GraphQLErrorOptions } from 'graphql';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { RequestError } from '../errors.js';
import {
  PlannerCrash,
  PlannerRefusal,
  PlannerUnavailable,
  PlanningFailed,
  type Overrides,
} from '../executor/hive-queue.js';

/** What a worker sends about planners; `planner` is the worker's own number for one, `id` that of what it asks of it. */
export type PlannerRequest =
  | { readonly type: 'open-planner'; readonly planner: number; readonly sdl: string }
  | PlannerCall
  | { readonly type: 'close-planner'; readonly planner: number };

/** What has a response. */
export type PlannerCall =
  | { readonly type: 'await-planner'; readonly planner: number; readonly id: number }
  | {
      readonly type: 'plan';
      readonly planner: number;
      readonly id: number;
      readonly document: string;
      readonly overrides: Overrides;
    };

/** The plan is absent when the planner is ready. */
export interface PlannerResponse {
  readonly type: 'planner-response';
  readonly planner: number;
  readonly id: number;
  readonly plan?: string;
  readonly error?: ErrorMessage;
}

/** An error that {@link readError} makes again. */
export type ErrorMessage =
  | { readonly kind: keyof typeof KINDS; readonly message: string }
  | {
      readonly kind: 'RequestError';
      readonly sentence: Sentence;
      readonly extensions: GraphQLErrorOptions['extensions'];
    };

const KINDS = { PlannerCrash, PlannerRefusal, PlannerUnavailable, PlanningFailed };

/** What is no error of a planner has failed for a passing reason. */
export function writeError(error: unknown): ErrorMessage {
  if (error instanceof RequestError)
    return { kind: 'RequestError', sentence: error.sentence, extensions: error.extensions };
  const { name, message } = error as Error;
  return { kind: Object.hasOwn(KINDS, name) ? (name as keyof typeof KINDS) : 'PlanningFailed', message };
}

export function readError(written: ErrorMessage): Error {
  return written.kind === 'RequestError'
    ? new RequestError(written.sentence, { extensions: written.extensions })
    : new KINDS[written.kind](written.message);
}
