import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { createReport, createSection, type Finding, type Report } from '../report/report.js';
import type { PublishedRegistry } from './published-registry.js';
import type { PublishedSubgraph } from './schema-files.js';

const LEVELS = {
  [CriticalityLevel.Breaking]: 'BREAKING',
  [CriticalityLevel.Dangerous]: 'DANGEROUS',
  [CriticalityLevel.NonBreaking]: 'SAFE',
} as const;

/** What changed between two versions: which subgraphs, and what of it clients see. Nothing is judged. */
export async function compareVersions(before: PublishedRegistry, after: PublishedRegistry): Promise<Report> {
  const changes = await diff(buildSchema(before.apiSdl), buildSchema(after.apiSdl));
  const order = Object.values(LEVELS);
  const findings = changes
    .map(({ message, path, criticality }): Finding => {
      const code = LEVELS[criticality.level];
      return {
        severity: 'info',
        code,
        message: message.replaceAll("'", '"'),
        places: path === undefined ? [] : [{ coordinate: path }],
      };
    })
    .sort((a, b) => order.indexOf(a.code as never) - order.indexOf(b.code as never));
  const subgraphs = subgraphChanges(before, after.subgraphs);
  return createReport(`Version ${before.manifest.version} to version ${after.manifest.version}`, [
    createSection('Subgraphs', countOf(subgraphs.length), subgraphs),
    createSection('Schema', countOf(findings.length), findings),
  ]);
}

/** Which subgraphs joined, left or changed. */
export function subgraphChanges(before: PublishedRegistry, after: readonly PublishedSubgraph[]): Finding[] {
  const finding = (code: string, subgraph: string, message: string): Finding => ({
    severity: 'info',
    code,
    message,
    places: [{ subgraph }],
  });
  const old = new Map(before.subgraphs.map((subgraph) => [subgraph.entry.name, subgraph]));
  const left = [...old.keys()].filter((name) => !after.some(({ entry }) => entry.name === name));
  return [
    ...after.flatMap(({ entry, sdl }) => {
      const was = old.get(entry.name);
      if (!was)
        return [finding('JOINED', entry.name, `${entry.name} joined at ${entry.url}, by ${entry.owner ?? 'nobody'}.`)];
      return [
        ...(was.sdl === sdl ? [] : [finding('SDL', entry.name, `The SDL of ${entry.name} changed.`)]),
        ...(was.entry.url === entry.url
          ? []
          : [finding('ADDRESS', entry.name, `${entry.name} moved from ${was.entry.url} to ${entry.url}.`)]),
        ...(JSON.stringify({ ...was.entry, url: '' }) === JSON.stringify({ ...entry, url: '' })
          ? []
          : [finding('ENTRY', entry.name, `The entry of ${entry.name} changed.`)]),
      ];
    }),
    ...left.map((name) => finding('LEFT', name, `${name} was taken out.`)),
  ];
}

function countOf(number: number): string {
  return number === 0 ? 'no changes' : `${number} ${number === 1 ? 'change' : 'changes'}`;
}
