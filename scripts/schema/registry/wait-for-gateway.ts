import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Manifest } from '../../../gateway/supergraph/registry/manifest.js';
import { CommandError, EXIT } from '../report/exit-code.js';
import { whomToAsk } from './ownership.js';

/** Milliseconds: a gateway asks an http registry every few seconds, and then probes and warms what is new. */
const PATIENCE_MS = 60_000;
const POLL_MS = 250;

const ready = z.object({
  supergraph: z.object({
    version: z.number().nullable().optional(),
    refused: z
      .object({ version: z.number().nullable().optional(), reason: z.string(), subgraph: z.string().optional() })
      .nullish(),
  }),
});

/**
 * Waits until a gateway serves a version of the registry.
 *
 * @param gateway its address
 * @param manifest of the version
 * @param by the team that waits: it is told when the subgraph of another team is what keeps the gateway from serving it
 * @returns a sentence about it
 * @throws CommandError when the gateway refuses the version, with its reason, is not reachable, or does not take it in time
 */
export async function waitForGateway(gateway: string, manifest: Manifest, by: string): Promise<string> {
  const { version } = manifest;
  const url = new URL('/health/ready', gateway).href;
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(POLL_MS)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((error: Error) => {
      throw new CommandError(
        `Version ${version} is published, but the gateway is not reachable at ${url}: ${error.cause instanceof Error ? error.cause.message : error.message}`,
        EXIT.unreachable,
      );
    });
    const { supergraph } = ready.parse(await response.json());
    // Somebody may have published a newer one meanwhile.
    if ((supergraph.version ?? -1) >= version) return `The gateway serves version ${supergraph.version}.`;
    const { refused } = supergraph;
    if (refused && (refused.version ?? -1) >= version) {
      const reason = refused.reason.replace(/\.?$/, '.');
      const entry = manifest.subgraphs.find(({ name }) => name === refused.subgraph);
      throw new CommandError(
        entry === undefined || entry.owner === null || entry.owner === by
          ? `Version ${version} is published, but the gateway does not take it: ${reason}`
          : `Version ${version} is published, but the gateway does not take it, because of the subgraph of another team: ${reason} ${entry.name} belongs to ${entry.owner}: ask ${whomToAsk(entry)}. The gateway takes your publication as soon as this is mended.`,
      );
    }
  }
  throw new CommandError(
    `Version ${version} is published, but after a minute the gateway at ${gateway} does not serve it: does its REGISTRY name this registry?`,
  );
}
