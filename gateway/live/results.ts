/** What a client of a stream gets: the JSON text of a result in one line, and the result's id where it has one. */
export interface Frame {
  readonly text: string;
  readonly id?: string;
}

/** The results of one operation for one client. It takes one when it has sent the one before. */
export interface Results extends AsyncIterableIterator<Frame, undefined> {
  /**
   * Resolves when results can follow, or none will.
   *
   * @throws OperationRefused
   */
  ready(): Promise<void>;
  /** @throws OperationRefused when no result can follow */
  next(): Promise<IteratorResult<Frame, undefined>>;
  /** The client is gone. */
  close(): void;
}

/** An operation of a stream was refused as a whole, or ended by an error. */
export class OperationRefused extends Error {
  /** @param body the response that `/graphql` would send */
  constructor(readonly body: Buffer) {
    super('The operation was refused');
  }
}
