import { Command } from 'commander';
import type { Manifest } from '../../../gateway/supergraph/registry/manifest.js';
import { formatOption, registryOption, type FormatOptions, type RegistryOptions } from './options.js';

export function historyCommand(): Command {
  return new Command('history')
    .description('list the versions of the registry, the newest first')
    .addOption(registryOption())
    .addOption(formatOption())
    .addHelpText('after', '\nExample:\n  npm run schema -- history --registry ../registry')
    .action(async ({ registry, format }: RegistryOptions & FormatOptions) => {
      const { readHistory } = await import('../registry/history.js');
      const versions = await readHistory(registry);
      process.stdout.write(
        format === 'json' ? `${JSON.stringify(versions, undefined, 2)}\n` : `${table(versions, format).join('\n')}\n`,
      );
    });
}

function table(versions: readonly Manifest[], format: 'text' | 'markdown'): string[] {
  const rows = versions.map(({ version, publishedAt, publishedBy, subgraphs }) => [
    String(version),
    publishedAt ?? 'composed from a checkout',
    publishedBy ?? '',
    subgraphs.map(({ name }) => name).join(', '),
  ]);
  const head = ['version', 'published at', 'by', 'subgraphs'];
  if (format === 'markdown') return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  const widths = head.map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]!.length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join('  ')
      .trimEnd(),
  );
}
