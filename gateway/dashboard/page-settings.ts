import type { PageLanguage } from './words.js';

/** A persisted document that the pages send by its hash. */
export interface PageDocument {
  /** SHA-256 of the text, in hexadecimal digits. */
  readonly hash: string;
  readonly text: string;
  /** The name of its file without the ending, such as `dashboard-map`. */
  readonly address: string;
}

/** What the server writes into each page for its script. */
export interface PageSettings {
  readonly language: PageLanguage;
  /** The path of the GraphQL endpoint, for requests and for WebSockets. */
  readonly endpoint: string;
  /** By the names of their operations; none for the supergraph of another network. */
  readonly documents: Readonly<Record<string, PageDocument>>;
  /** Whether there is a playground to open a document in. */
  readonly playground: boolean;
  /** Whether there are exports to link to. */
  readonly exports: boolean;
}
