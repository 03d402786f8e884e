import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { DockerfileParser, type Copy, type From, type Instruction, type JSONInstruction } from 'dockerfile-ast';
import { settingNames } from '../setting-names.js';

const FILE = join('scripts', 'deploy', 'Dockerfile');
const text = readFileSync(FILE, 'utf8');
const image = DockerfileParser.parse(text);
const instructions = image.getInstructions();

/** The instructions of each stage, from its FROM on. */
const stages: Instruction[][] = [];
for (const instruction of instructions) {
  if (instruction.getKeyword() === 'FROM') stages.push([]);
  stages.at(-1)?.push(instruction);
}
const served = stages.at(-1)!;

const argumentsOf = (instruction: Instruction) => instruction.getArguments().map((each) => each.getValue());
const of = (stage: readonly Instruction[], keyword: string) =>
  stage.filter((instruction) => instruction.getKeyword() === keyword);
const wordsOf = (keyword: string) => argumentsOf(of(served, keyword)[0]!);
const listOf = (keyword: string) =>
  (of(served, keyword)[0] as JSONInstruction).getJSONStrings().map((each) => each.getJSONValue());

describe('the image', () => {
  test('says in its first line that no engine has run it', () => {
    expect(text.split('\n').slice(0, 2).join(' ')).toMatch(/No container engine has run this file/);
  });

  test('begins with a version of Node.js or with an earlier stage', () => {
    const names = image.getFROMs().map((from) => from.getBuildStage());
    for (const from of image.getFROMs() as From[]) {
      const [base] = argumentsOf(from);
      if (!names.includes(base!)) expect(base).toMatch(/^node:24-[a-z]+-slim$/);
    }
  });

  test('installs by the lock file, before it copies the sources', () => {
    const [copied, , sources] = of(stages[0]!, 'COPY').concat(of(stages[0]!, 'RUN')[0]!).map(argumentsOf);
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'package-lock.json']));
    expect(sources).toEqual(expect.arrayContaining(['npm', 'ci']));
  });

  test('copies what exists', () => {
    for (const copy of of(instructions, 'COPY')) {
      const from =
        (copy as Copy)
          .getFlags()
          .find((flag) => flag.getName() === 'from')
          ?.getValue() ?? undefined;
      const sources = argumentsOf(copy).slice(0, -1);
      if (from === undefined)
        for (const source of sources) expect([source, existsSync(source)]).toEqual([source, true]);
      else {
        const stage = stages.find(([first]) => (first as From).getBuildStage() === from);
        const made = of(stage ?? [], 'RUN').map((run) => run.getRawArgumentsContent());
        for (const source of sources) expect(made.join('\n')).toContain(`--out ${source}`);
      }
    }
  });

  test('runs as a user with a number, who is not root', () => {
    expect(wordsOf('USER')).toEqual([expect.stringMatching(/^[1-9]\d{3,}:[1-9]\d{3,}$/)]);
    const order = served.map((instruction) => instruction.getKeyword());
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
  });

  test('runs programs that exist, with the gateway as the default role', () => {
    const [node, program] = listOf('ENTRYPOINT');
    expect([node, existsSync(program!)]).toEqual(['node', true]);
    expect(listOf('CMD')).toEqual(['gateway']);
    const [, , ...health] = /^(.*?)CMD \["node", "([^"]+)", "([^"]+)"\]$/.exec(
      of(served, 'HEALTHCHECK')[0]!.getRawArgumentsContent()!,
    )!;
    expect(health).toEqual([program, 'health']);
  });

  test('sets variables that programs read, and exposes the port', () => {
    const variables = wordsOf('ENV').map((word) => word.split('='));
    for (const [name] of variables) expect(settingNames).toContain(name);
    expect(wordsOf('EXPOSE')).toEqual([Object.fromEntries(variables)['PORT']]);
    expect(Object.fromEntries(variables)).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  });

  test('has one folder to write to, in its folder of work', () => {
    expect(listOf('VOLUME')).toEqual([join(wordsOf('WORKDIR')[0]!, '.citylink')]);
  });

  test('is made without secrets, packages and builds of the checkout', () => {
    const ignored = readFileSync(`${FILE}.dockerignore`, 'utf8').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['.git', '.citylink', 'dist', 'node_modules', '**/.env', '**/*.env']),
    );
  });
});
