import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { CommandError, EXIT } from '../report/exit-code.js';

/** Milliseconds: a gateway asks an http registry every few seconds, and then probes and warms what is new. */
const PATIENCE_MS = 60_000;
const POLL_MS = 250;

const ready = z.object({
  supergraph: z.object({
    version: z.number().nullable().optional(),
    refused: z.object({ version: z.number().nullable().optional(), reason: z.string() }).nullish(),
  }),
});

/**
 * Waits until a gateway serves a version of the registry.
 *
 * @param gateway its address
 * @returns a sentence about it
 * @throws CommandError when the gateway refuses the version, with its reason, is not reachable, or does not take it in time
 */
export async function waitForGateway(gateway: string, version: number): Promise<string> {
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
    if ((supergraph.refused?.version ?? -1) >= version)
      throw new CommandError(
        `Version ${version} is published, but the gateway does not take it: ${supergraph.refused!.reason}`,
      );
  }
  throw new CommandError(
    `Version ${version} is published, but after a minute the gateway at ${gateway} does not serve it: does its REGISTRY name this registry?`,
  );
}
