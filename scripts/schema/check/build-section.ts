import { GraphQLError, parse, print, visit, type ASTNode, type DocumentNode } from 'graphql';
import { readArgument } from '../../../gateway/graphql-document/directive-arguments.js';
import {
  readServed,
  type ServedSupergraph,
  type UnservedFeature,
} from '../../../gateway/supergraph/unserved-features.js';
import { linksOf } from '../../../gateway/supergraph/unserved-links.js';
import { composeServices } from '../composition/compose-services.js';
import { endWithNewline, printComposed, type Composed } from '../composition/compose-supergraph.js';
import { gatherParts } from '../composition/gather-parts.js';
import type { PublishedSubgraph } from '../registry/schema-files.js';
import { createSection, type Finding, type Place, type Section } from '../report/report.js';
import { findPlaces, parseSdl, placeOfNode, placeOfSyntaxError, type CheckedSubgraph } from './checked-subgraph.js';
import { groupErrors } from './group-errors.js';

/** The SDL of one subgraph, as a team wants to publish it. */
export interface ChangedSubgraph {
  name: string;
  sdl: string;
  /** Named in messages. */
  file: string;
  /** Where it will be served; that of the published one, when it is left out. */
  url?: string;
}

export interface BuildInput {
  published: readonly PublishedSubgraph[];
  /** The folder or address of the registry, for the places of published SDL. */
  registry: string;
  changed: readonly ChangedSubgraph[];
  /** Names of the published subgraphs that are taken out. */
  removed: readonly string[];
}

export interface Build {
  section: Section;
  /** All subgraphs of the network after the change; those that are not GraphQL are missing. */
  subgraphs: CheckedSubgraph[];
  /** What they compose to; undefined when the section failed. */
  result?: BuildResult;
}

export interface BuildResult {
  supergraphSdl: string;
  /** The same, parsed. */
  supergraph: DocumentNode;
  served: ServedSupergraph;
  /** Prints what the registry publishes. */
  composed: () => Composed;
}

const HINT_SEVERITY: Readonly<Record<string, Finding['severity']>> = { WARN: 'warning', INFO: 'info', DEBUG: 'info' };
/** Where a subgraph is served until its team says where. */
const NO_URL = 'http://127.0.0.1/graphql';

/** Composes the change with the published subgraphs, and says what the gateway could not serve of the result. */
export function checkBuild({ published, registry, changed, removed }: BuildInput): Build {
  const findings: Finding[] = [];
  const subgraphs: CheckedSubgraph[] = [];
  const texts: { name: string; sdl: string }[] = [];
  const names = new Set([...changed.map(({ name }) => name), ...removed]);
  const add = (subgraph: Omit<CheckedSubgraph, 'document'>, sdl: string) => {
    try {
      subgraphs.push({ ...subgraph, document: parseSdl(sdl, subgraph.file) });
      texts.push({ name: subgraph.name, sdl });
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      findings.push({
        severity: 'error',
        code: 'SYNTAX_ERROR',
        message: error.message,
        places: [placeOfSyntaxError(error, subgraph)],
        advice: 'Correct the text there: it is not GraphQL.',
      });
    }
  };
  for (const { entry, sdl } of published)
    if (!names.has(entry.name))
      add(
        { name: entry.name, url: entry.url, file: `${registry}/${entry.name}.graphql`, isChanged: false, entry },
        sdl,
      );
  for (const { name, sdl, file, url } of changed) {
    const entry = published.find((one) => one.entry.name === name)?.entry;
    add({ name, url: url ?? entry?.url ?? NO_URL, file, isChanged: true, entry }, sdl);
  }
  findings.push(...subgraphs.filter(({ isChanged }) => isChanged).flatMap(hintFederation1));
  if (findings.some(({ severity }) => severity === 'error'))
    return { section: createSection('Build', 'the SDL cannot be read', findings), subgraphs };

  // Composition adds what one subgraph gathers of the others; lines keep their numbers.
  gatherParts(texts).forEach(({ sdl }, index) => {
    const subgraph = subgraphs[index]!;
    if (sdl !== texts[index]!.sdl) subgraphs[index] = { ...subgraph, document: parseSdl(sdl, subgraph.file) };
  });
  const inOrder = [...subgraphs].sort((a, b) => (a.name < b.name ? -1 : 1));
  const result = composeServices(inOrder.map(({ name, url, document }) => ({ name, url, typeDefs: document })));
  if (result.errors) {
    const errors = groupErrors(result.errors, subgraphs);
    const causes = errors.length === 1 ? 'one cause' : `${errors.length} causes`;
    return {
      section: createSection('Build', `the subgraphs do not compose, for ${causes}`, [...findings, ...errors]),
      subgraphs,
    };
  }
  findings.push(
    ...result.hints.map(({ definition, message, nodes, coordinate }): Finding => {
      const places = (nodes ?? []).flatMap((node) => placeOfNode(node, subgraphs) ?? []);
      return {
        severity: HINT_SEVERITY[definition.level.name] ?? 'info',
        code: definition.code,
        message: message.split('\n').join(' '),
        places: places.length > 0 || coordinate === undefined ? places : findPlaces(subgraphs, coordinate),
      };
    }),
  );
  const supergraphSdl = endWithNewline(result.supergraphSdl);
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const { unserved, served } = readServed(supergraph);
  for (const feature of unserved) {
    const { code, message, isRefused } = feature;
    findings.push({
      severity: isRefused ? 'error' : 'warning',
      code,
      message,
      places: placesOfFeature(feature, subgraphs),
    });
  }
  const section = createSection('Build', `${inOrder.map(({ name }) => name).join(', ')} compose`, findings);
  if (!served) return { section, subgraphs };
  const composed = () => printComposed(result);
  return { section, subgraphs, result: { supergraphSdl, supergraph, served, composed } };
}

/** Where the subgraphs bring in what the gateway does not serve: the field, else the directive, else the link. */
function placesOfFeature({ coordinate, directive }: UnservedFeature, subgraphs: readonly CheckedSubgraph[]): Place[] {
  if (coordinate !== undefined) return findPlaces(subgraphs, coordinate);
  return subgraphs.flatMap((subgraph) => {
    let found: ASTNode | undefined;
    visit(subgraph.document, {
      Directive(node) {
        const isLink = node.name.value === 'link' && print(node).includes(`/${directive}/`);
        if (node.name.value === directive || isLink) found = node;
      },
    });
    return (found && placeOfNode(found, subgraphs)) ?? [];
  });
}

/** Composition reads SDL of Federation 1 too; its rules differ. */
function hintFederation1(subgraph: CheckedSubgraph): Finding[] {
  if (linksOf(subgraph.document).some((link) => String(readArgument(link, 'url')).includes('/federation/'))) return [];
  return [
    {
      severity: 'info',
      code: 'FEDERATION_1',
      message: 'The SDL has no @link to federation, and is read by the rules of Federation 1.',
      places: [{ subgraph: subgraph.name, file: subgraph.file, line: 1 }],
      advice:
        'Begin it with: extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])',
    },
  ];
}
