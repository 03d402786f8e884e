import { relative } from 'node:path';
import { Command, Option } from 'commander';
import { deriveSubgraphKey } from '../../../subgraphs/protocol/keys.js';
import { readSecrets } from '../../keys/read-secrets.js';
import { fromUser } from '../../options/from-user.js';
import { LANGUAGES, type Language } from '../scaffold/write-scaffold.js';

/** What a subgraph needs to be installed and started. */
const START: Record<Language, string> = {
  typescript: 'npm install && npm start',
  python: 'python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/python -m app',
  go: 'go generate ./... && go run .',
};
const ADDRESS = 'http://127.0.0.1:4010/graphql';

/** `scaffold`: writes a small complete subgraph. */
export function scaffoldCommand(): Command {
  return new Command('scaffold')
    .description('write a small complete subgraph, which adds a field to cities and owns an entity, with its tests')
    .argument('<name>', 'of the subgraph: lower case letters, digits, dashes and _, such as transit')
    .addOption(new Option('--language <language>', 'its language').choices(LANGUAGES).makeOptionMandatory())
    .option('--out <folder>', 'absent or empty (default: a folder of the name)')
    .addHelpText('after', '\nExample:\n  npm run schema -- scaffold transit --language python')
    .action(async (name: string, { language, out = name }: { language: Language; out?: string }) => {
      const { writeScaffold } = await import('../scaffold/write-scaffold.js');
      const { readRegistry } = await import('../registry/published-registry.js');
      const { manifest, apiSdl } = await readRegistry(process.env['REGISTRY'] || 'schema');
      const folder = fromUser(out);
      const files = await writeScaffold({
        name,
        language,
        folder,
        taken: { subgraphs: manifest.subgraphs.map((subgraph) => subgraph.name), apiSdl },
        ...developmentKey(name),
      });
      const ours = manifest.subgraphs.filter(({ isOurs }) => isOurs).map((subgraph) => subgraph.name);
      const shown = relative(process.cwd(), folder);
      process.stdout.write(files.map((file) => `${shown}/${file}\n`).join(''));
      process.stderr.write(
        `\nNext: read ${shown}/README.md, then\n  (cd ${shown} && ${START[language]})\n  npm run schema -- dev --name ${name} --url ${ADDRESS} --mock ${ours.join(',')}\n`,
      );
    });
}

/** On a development machine the subgraph gets its key at once; in production it comes from the operator of the gateway. */
function developmentKey(name: string): { key?: string } {
  if (process.env['NODE_ENV'] === 'production' || process.env['SUBGRAPH_SECRET']) return {};
  const [secret] = readSecrets(process.env).secrets;
  return { key: deriveSubgraphKey(secret!, name) };
}
