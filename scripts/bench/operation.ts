/** The body of a GraphQL request over HTTP. */
export interface RequestBody {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Asks the network once, and gives `data`; throws what errors it answers. */
export type Ask = (body: RequestBody) => Promise<Record<string, unknown>>;

/** How a subgraph fails: it answers each request with an error, or refuses connections. */
export type FailureKind = 'error' | 'refused';

/** What gateways are asked, over and over. */
export interface Operation {
  readonly name: string;
  /** What it is, for people. */
  readonly title: string;
  /** How many cities or rows one answer holds; for the cost of each. */
  readonly rows: number;
  /** Requests of one round. */
  readonly requests: number;
  /** Requests of one round with `--quick`, so that all operations together take some six minutes on two processors. */
  readonly quickRequests: number;
  /** Requests before the first round, until the code is compiled and plans are made. */
  readonly warmUp: number;
  /** How many requests are under way at once. */
  readonly connections: number;
  /**
   * Whether each round has a gateway that was started for it: for what is only true of a young process, or needs a
   * configuration of its own.
   */
  readonly fresh?: { readonly env: NodeJS.ProcessEnv };
  /** A subgraph that fails in this operation; the results are partial. Only with {@link fresh}. */
  readonly failing?: { readonly subgraph: string; readonly how: FailureKind };
  /** Whether it writes: the floor does not send it again, and answers are not compared. */
  readonly writes?: boolean;
  /** The names of the gateways that are measured with it; absent: all that keep no responses. */
  readonly gateways?: readonly string[];
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The warm-up, where it must not be the operation itself. */
  readonly warmUpBodies?: readonly RequestBody[];
  /**
   * Gives the requests, which are sent in turn. Several, so that no cache of answers and no sharing among
   * requests in flight is what is measured.
   */
  readonly bodies: (ask: Ask, requests: number) => Promise<RequestBody[]>;
}
