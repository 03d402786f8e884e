import { compareSdl } from '../../../../gateway/supergraph/compare-sdl.js';
import type { Finding } from '../../report/report.js';
import { broken } from '../findings.js';

const SHOWN = 20;

/**
 * The subgraph serves the schema that was published.
 *
 * @param published undefined when nothing is known to be published
 */
export function checkPublishedSdl(running: string, published: { sdl: string; from: string } | undefined): Finding[] {
  if (!published) return [];
  const differences = compareSdl(published.sdl, running);
  if (differences.length === 0) return [];
  const more = differences.length > SHOWN ? [`and ${differences.length - SHOWN} more`] : [];
  return [
    broken('SDL_DIFFERS', `The running subgraph serves another schema than ${published.from}.`, {
      details: [...differences.slice(0, SHOWN), ...more],
      advice: 'Deploy the version that was published, or check and publish the schema of the running one.',
    }),
  ];
}
