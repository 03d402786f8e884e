import type { Delivery, ExecutionError, PendingFragment, ResponsePath, ResultPart } from '../executor/executor.js';
import { MultipartBody } from '../http/multipart-body.js';
import { formatErrors, type Explained } from './explain/explain.js';
import { missingExtensions } from './explain/missing.js';
import { isWarning } from './explain/warnings.js';
import { negotiateParts, type PartFormat } from './media-type.js';
import type { RequestState } from './request-state.js';

const HEADERS = {
  'cache-control': 'no-store',
  // No proxy may wait for the end.
  'x-accel-buffering': 'no',
};

/** Members of a JSON object, each as JSON; undefined ones are left out. */
type Members = Readonly<Record<string, string | undefined>>;

/** Creates what takes the parts of a result; undefined where the client takes none. */
export function createResultParts(state: RequestState, suggests: boolean): ResultParts | undefined {
  const format = state.beginParts && negotiateParts(state.request.headers.accept);
  return format && new ResultParts(state, format, suggests);
}

/** Sends the parts of a result in the format that the client reads. */
export class ResultParts implements Delivery {
  readonly repeatsFields: boolean;
  #body: MultipartBody | undefined;
  /** By their ids. */
  readonly #pending = new Map<string, PendingFragment>();
  /** Errors for which the rest of the result fails, as JSON. */
  #failure: string | undefined;

  constructor(
    private readonly state: RequestState,
    private readonly format: PartFormat,
    private readonly suggests: boolean,
  ) {
    this.repeatsFields = format === 'deferSpec=20220824';
  }

  /** True when the first part is on its way: the response can be no other any more. */
  get hasBegun(): boolean {
    return this.#body !== undefined;
  }

  deliver(part: ResultPart): void {
    const body = this.#body ?? this.#begin();
    body.writePart(this.#write(part, undefined));
  }

  /**
   * The last part.
   *
   * @param explained the whole result, whose extensions it has
   */
  end(explained: Explained): Buffer {
    const { refusals, lastPart } = this.state;
    this.#failure = refusals && listOf(explained.errors);
    const part = this.#failure === undefined ? lastPart : undefined;
    return this.#write(part ?? this.#failPending(), explained);
  }

  #begin(): MultipartBody {
    const { state } = this;
    state.onFirstPart();
    void state.reply.code(200).headers({ ...HEADERS, 'content-type': MultipartBody.mediaType(this.format) });
    return (this.#body = state.beginParts!());
  }

  #failPending(): ResultPart {
    const failed = { additions: null, errors: [], missing: [] };
    const completed = [...this.#pending.values()].map((fragment) => ({ fragment, ...failed }));
    return { pending: [], completed, errors: [], missing: [] };
  }

  /** @param whole undefined for all parts but the last */
  #write(part: ResultPart, whole: Explained | undefined): Buffer {
    for (const fragment of part.pending) this.#pending.set(fragment.id, fragment);
    for (const { fragment } of part.completed) this.#pending.delete(fragment.id);
    const own = this.#errors(part.errors) ?? (part.completed.length === 0 ? this.#failure : undefined);
    const extensions = whole ? whole.extensions : part.json && this.#explainFirst(part, part.json);
    // What concerns the whole stands in the last entry, as clients read it there.
    const rest: Members = { errors: own, extensions: textOf(extensions) };
    const { incremental, completed } = this.repeatsFields ? this.#entries2022(part) : this.#entries(part);
    const last = incremental.pop();
    if (last) incremental.push({ ...last, ...rest, errors: joined(last['errors'], rest['errors']) });
    const json = objectOf({
      ...(last ? {} : rest),
      data: part.json?.subarray('{"data":'.length, -1).toString(),
      pending: this.repeatsFields ? undefined : listOf(part.pending.map(toPending)),
      incremental: incremental.length > 0 ? `[${incremental.map(objectOf).join()}]` : undefined,
      completed,
      hasNext: String(!whole),
    });
    return Buffer.from(json);
  }

  #entries2022({ completed }: ResultPart): { incremental: Members[]; completed: undefined } {
    const incremental = completed.map(({ fragment: { path, label }, additions, errors }): Members => ({
      data: additions ? additions[0]!.json.toString() : 'null',
      path: JSON.stringify(path),
      label: label === undefined ? undefined : JSON.stringify(label),
      errors: this.#errors(errors) ?? (additions ? undefined : this.#failure),
    }));
    return { incremental, completed: undefined };
  }

  #entries({ completed }: ResultPart): { incremental: Members[]; completed: string | undefined } {
    const incremental = completed.flatMap(({ fragment: { id }, additions, errors }) =>
      (additions ?? []).map(({ subPath, json }, index): Members => ({
        id: JSON.stringify(id),
        subPath: subPath.length > 0 ? JSON.stringify(subPath) : undefined,
        data: json.toString(),
        errors: index === 0 ? this.#errors(errors) : undefined,
      })),
    );
    const ended = completed.map(({ fragment: { id }, additions, errors }) =>
      objectOf({
        id: JSON.stringify(id),
        errors: additions ? undefined : (this.#errors(errors) ?? this.#failure),
      }),
    );
    return { incremental, completed: ended.length > 0 ? `[${ended.join()}]` : undefined };
  }

  /** Why the first part has nulls. The reasons of all nulls are in the last part. */
  #explainFirst({ errors, missing }: ResultPart, json: Buffer): object | undefined {
    const { data } = JSON.parse(json.toString('latin1')) as { data: unknown };
    return missingExtensions(data, formatErrors(this.state, errors, this.suggests), missing, this.state.language);
  }

  /** Without warnings, which the last part lists in its extensions. */
  #errors(errors: readonly ExecutionError[]): string | undefined {
    const own = errors.filter((error) => !isWarning(error));
    return listOf(formatErrors(this.state, own, this.suggests));
  }
}

function toPending({ id, path, label }: PendingFragment): { id: string; path: ResponsePath; label?: string } {
  return { id, path, ...(label !== undefined && { label }) };
}

/** Undefined for an empty list. */
function listOf(values: readonly unknown[]): string | undefined {
  return values.length > 0 ? JSON.stringify(values) : undefined;
}

/** Undefined for an object without members. */
function textOf(value: object | undefined): string | undefined {
  return value && Object.keys(value).length > 0 ? JSON.stringify(value) : undefined;
}

/** The JSON of two lists together. */
function joined(one: string | undefined, other: string | undefined): string | undefined {
  return one !== undefined && other !== undefined ? `${one.slice(0, -1)},${other.slice(1)}` : (one ?? other);
}

function objectOf(members: Members): string {
  const written = Object.entries(members).flatMap(([name, json]) => (json === undefined ? [] : [`"${name}":${json}`]));
  return `{${written.join()}}`;
}
