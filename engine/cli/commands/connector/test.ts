import { type CaseResult, testConnector } from '../../../workbench/replay/index.ts';
import { listConnectorIds } from '../../catalogue.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { createManifestParser, createTaskRunners } from '../../task-runners.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';

const MAX_DIFFERENCES = 10;

const formatValue = (value: unknown): string =>
  value === undefined ? '(nothing)' : escapeForTerminal(JSON.stringify(value));

function formatCase(
  { name, description, passed, updated, differences, unused, error, ms }: CaseResult,
  paint: Paint,
): string {
  const mark = passed ? paint('green', '✓') : paint('red', '✗');
  const lines = [
    `  ${mark} ${name}  ${paint('dim', `${escapeForTerminal(description)} (${Math.round(ms)} ms)`)}${updated ? '  updated' : ''}`,
  ];
  if (error)
    lines.push(
      `      ${paint('bold', error.code)}: ${escapeForTerminal(error.message)}`,
      `      fix: ${escapeForTerminal(error.fix)}`,
    );
  for (const { pointer, expected, got } of differences.slice(0, MAX_DIFFERENCES)) {
    lines.push(
      `      ${pointer || '/'}`,
      `        ${paint('red', `- ${formatValue(expected)}`)}`,
      `        ${paint('green', `+ ${formatValue(got)}`)}`,
    );
  }
  if (differences.length > MAX_DIFFERENCES)
    lines.push(`      … and ${differences.length - MAX_DIFFERENCES} more differences`);
  for (const request of unused) lines.push(`      not requested: ${escapeForTerminal(request)}`);
  return `${lines.join('\n')}\n`;
}

/** `test`: replays recorded cases offline. Exit code 1 if a case fails or none exists. */
export const test: Act = async ({ args, options, terminal }) => {
  using runners = createTaskRunners();
  const connectors = args.length > 0 ? args : await listConnectorIds();
  const all: { readonly connector: string; readonly cases: readonly CaseResult[] }[] = [];
  for (const connector of connectors) {
    const runner = await runners.of(connector);
    const { manifest, folder } = await loadConnector(connector, createManifestParser(runner));
    const cases = await testConnector(manifest, folder, {
      update: options.update ?? false,
      replay: (own, recording) => runner.call('replay', { manifest: own, recording }),
    });
    all.push({ connector: manifest.id, cases });
    if (options.json) continue;
    await terminal.print(
      `${terminal.paint.out('bold', manifest.id)}\n${cases.map((one) => formatCase(one, terminal.paint.out)).join('')}`,
    );
    if (cases.length === 0)
      await terminal.print('  no recorded cases; create one with mapwright run … --record <folder>/<case>\n');
  }
  const cases = all.flatMap((one) => one.cases);
  const passed = cases.filter((one) => one.passed).length;
  if (options.json) await printJson(terminal, all);
  else await terminal.print(`\n${passed} passed, ${cases.length - passed} failed\n`);
  return cases.length > 0 && passed === cases.length ? EXIT.done : EXIT.failed;
};
