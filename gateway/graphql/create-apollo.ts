import type { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import { createDocumentCache } from '../../subgraphs/runtime/document-cache.js';
import type { RequestContext } from '../request-context.js';
import { explainMissingPlugin } from './explain-missing.plugin.js';
import { legacyStatusPlugin } from './legacy-status.plugin.js';
import { localiseErrorsPlugin } from './localise-errors.plugin.js';
import { logMaskedErrorsPlugin } from './log-masked-errors.plugin.js';
import { maskError } from './mask-errors.js';
import { noIntrospectionRule } from './no-introspection.rule.js';
import { operationRulesPlugin } from './operation-rules.plugin.js';
import { REQUEST_HEADERS } from './request-headers.js';

export interface ApolloOptions {
  gateway: ApolloGateway;
  production: boolean;
  /** Whether clients may read the schema. */
  introspection: boolean;
  log: FastifyBaseLogger;
  /** Beside those that every gateway has. */
  plugins: readonly ApolloServerPlugin<RequestContext>[];
}

/** Makes the Apollo Server in front of the graph; start it before it serves. */
export function createApollo({
  gateway,
  production,
  introspection,
  log,
  plugins,
}: ApolloOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway,
    introspection: true, // Its own refusal names the library.
    validationRules: introspection ? [] : [noIntrospectionRule],
    nodeEnv: production ? 'production' : 'development',
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: { requestHeaders: REQUEST_HEADERS },
    cache: 'bounded',
    documentStore: createDocumentCache(),
    stopOnTerminationSignals: false,
    formatError: maskError,
    logger: log,
    plugins: [
      operationRulesPlugin(),
      localiseErrorsPlugin({ suggests: !production }),
      explainMissingPlugin(),
      logMaskedErrorsPlugin(),
      legacyStatusPlugin(),
      ...plugins,
      ApolloServerPluginLandingPageDisabled(), // It loads from a CDN.
      ApolloServerPluginInlineTraceDisabled(),
      // An APOLLO_KEY in the environment must not make them send anything.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
}
