import { formatTextTable } from '../../../base/format/text-table.ts';
import { groupRejects, type RejectGroup } from '../../../inventory/store/reject-groups.ts';
import type { RejectRecord } from '../../../pipeline/sink/index.ts';
import type { Coverage } from '../../../workbench/preview/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { previewSample } from '../../preview-sample.ts';
import { readSample } from '../../read-sample.ts';
import { createManifestParser, createTaskRunners } from '../../task-runners.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { formatExampleItem, formatTimes } from '../../text/reject-text.ts';

function formatCoverage({ fields, enums }: Coverage, paint: Paint): string {
  const rows = Object.entries(fields).map(([target, { filled, of }]) => [
    target,
    `${filled}/${of}`,
    filled === of ? '' : paint('yellow', filled === 0 ? 'empty' : 'partial'),
  ]);
  const values = Object.entries(enums).flatMap(([name, seen]) =>
    seen.map(({ value, count, to }) => [
      `${name}: ${escapeForTerminal(JSON.stringify(value))}`,
      `×${count}`,
      to === undefined ? paint('red', 'unmapped') : `→ ${to}`,
    ]),
  );
  return `\n${formatTextTable(rows, ['left', 'right', 'left'])}${values.length > 0 ? `\n${formatTextTable(values, ['left', 'right', 'left'])}` : ''}`;
}

function formatReject({ example, count }: RejectGroup<RejectRecord>, paint: Paint): string {
  const { code, pointer, message, fix, item } = example;
  return [
    `${paint('red', 'reject')} ${paint('bold', code)} at ${pointer || '/'}${formatTimes(count)}: ${escapeForTerminal(message)}\n`,
    `  ${paint('cyan', 'fix:')} ${escapeForTerminal(fix)}\n`,
    ...(count > 1 ? [`  ${paint('dim', 'example:')} ${formatExampleItem(JSON.stringify(item))}\n`] : []),
  ].join('');
}

/** `preview`: maps a sample payload without network access and prints records and coverage. Exit code 3 if an item is rejected. */
export const preview: Act<'map' | 'sample'> = async ({ args, options, terminal }) => {
  using runners = createTaskRunners();
  const runner = await runners.of(args[0] ?? '');
  const { manifest } = await loadConnector(args[0] ?? '', createManifestParser(runner));
  const sample = await readSample(options.sample, terminal);
  const result = await previewSample(runner, { manifest, map: options.map, sample }, options.sample);
  const code = result.rejects.length > 0 ? EXIT.incomplete : EXIT.done;
  if (options.json) {
    await printJson(terminal, result);
    return code;
  }
  for (const record of result.records) await terminal.print(`${JSON.stringify(record)}\n`);
  const { err } = terminal.paint;
  for (const group of groupRejects(result.rejects)) terminal.tell(formatReject(group, err));
  terminal.tell(formatCoverage(result.coverage, err));
  return code;
};
