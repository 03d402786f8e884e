import { isAbsolute, relative, resolve } from 'node:path';
import { Option } from 'commander';
import { fromUser } from '../../options/from-user.js';
import { FORMATS, renderReport, type Format } from '../report/render.js';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';
import type { Manifest } from '../../../gateway/supergraph/registry/manifest.js';
import { DEFAULT_REGISTRY } from '../registry/location.js';
import { EXIT, usageError } from '../report/exit-code.js';
import type { Report } from '../report/report.js';

/** Options that several commands take. */
export interface RegistryOptions {
  registry: string;
}

export interface FormatOptions {
  format: Format;
  verbose?: boolean;
}

export interface TeamOptions {
  as?: string;
}

export interface CommitOptions {
  commit: boolean;
}

export interface WaitOptions {
  wait?: string | true;
}

/** The gateway of `npm start`. */
const DEFAULT_GATEWAY = 'http://127.0.0.1:4000';

/** REGISTRY is read relative to the checkout, as by the gateway; the option relative to where the person is. */
export function registryOption(): Option {
  return new Option('--registry <location>', 'a folder, or an http address that serves its files ')
    .default(process.env['REGISTRY'] || DEFAULT_REGISTRY, 'REGISTRY, or schema')
    .argParser(readLocation);
}

/** The location of a registry: an address, or a folder, in full where the checkout does not call it as the person does. */
export function readLocation(location: string): string {
  if (isAddress(location)) return location;
  const path = fromUser(location);
  return isAbsolute(location) || path !== resolve(location) ? path : relative('', path) || '.';
}

export function formatOption(): Option {
  return new Option('--format <format>', 'how the result is written').choices(FORMATS).default('text');
}

export function verboseOption(): Option {
  return new Option('--verbose', 'texts of more than 40 lines, too');
}

export function teamOption(): Option {
  return new Option('--as <team>', 'the team that you act for').env('REGISTRY_TEAM');
}

export function commitOption(): Option {
  return new Option('--commit', 'write into schema/ of this checkout, which is kept in git').default(false);
}

export function waitOption(): Option {
  return new Option(
    '--wait [gateway]',
    `wait until this gateway serves the new version, or says why not (default: ${DEFAULT_GATEWAY})`,
  );
}

/**
 * Waits for a gateway, when that was asked for, and prints what it serves.
 *
 * @param manifest of the version that it should serve
 * @param by the team that waits
 * @throws CommandError when it does not serve that version
 */
export async function waitWhenAsked({ wait }: WaitOptions, manifest: Manifest, by: string): Promise<void> {
  if (wait === undefined) return;
  const { waitForGateway } = await import('../registry/wait-for-gateway.js');
  console.error(await waitForGateway(wait === true ? DEFAULT_GATEWAY : wait, manifest, by));
}

/** @throws CommandError without one */
export function readTeam({ as }: TeamOptions): string {
  if (as === undefined || as.trim() === '')
    throw usageError('Say for which team you act: --as <team>, or REGISTRY_TEAM.');
  return as.trim();
}

/** Writes the report, and ends with 1 when it failed. */
export function endWithReport(report: Report, { format, verbose = false }: FormatOptions): void {
  const colors = process.stdout.isTTY && !process.env['NO_COLOR'];
  process.stdout.write(renderReport(report, { format, verbose, colors }));
  process.exitCode = report.passed ? EXIT.passed : EXIT.failed;
}

/** For an option that can be given more than once. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
