import type { CaseResult } from '../../../workbench/replay/index.ts';
import type { TaskRunner } from '../../../workbench/sandbox/index.ts';
import type { StrictProblem } from '../../../workbench/strict/index.ts';
import { listConnectorFolders, listConnectorIds } from '../../catalogue.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import type { Options } from '../../options.ts';
import { createManifestParser, createTaskRunners } from '../../task-runners.ts';
import { type Paint, printJson } from '../../terminal.ts';
import { type ConnectorResult, createReplayer, testLoaded } from '../../test-loaded.ts';
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

function formatProblem({ rule, message, fix }: StrictProblem, paint: Paint): string {
  const lines = [
    `  ${paint('red', '✗')} ${paint('bold', rule)}  ${escapeForTerminal(message)}`,
    `      fix: ${escapeForTerminal(fix)}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Lists the connectors to test: the given ones, those in a folder with --all, or the catalogue. */
async function listTested(args: readonly string[], all: boolean): Promise<readonly string[]> {
  if (args.length === 0) return listConnectorIds();
  return all ? (await Promise.all(args.map(listConnectorFolders))).flat() : args;
}

async function testOne(connector: string, runner: TaskRunner, options: Options): Promise<ConnectorResult> {
  const loaded = await loadConnector(connector, createManifestParser(runner));
  const { update = false, strict = false } = options;
  return testLoaded(loaded, createReplayer(runner), { update, strict });
}

const formatResult = ({ connector, cases, problems = [] }: ConnectorResult, paint: Paint): string =>
  [
    `${paint('bold', connector)}\n`,
    ...cases.map((one) => formatCase(one, paint)),
    ...(cases.length === 0 ? ['  no recorded cases; create one with mapwright run … --record <folder>/<case>\n'] : []),
    ...problems.map((one) => formatProblem(one, paint)),
  ].join('');

function formatTotals(cases: readonly CaseResult[], problems: number | undefined): string {
  const passed = cases.filter((one) => one.passed).length;
  const strict = problems === undefined ? '' : `, ${problems} strict problem${problems === 1 ? '' : 's'}`;
  return `\n${passed} passed, ${cases.length - passed} failed${strict}\n`;
}

/** `test`: replays recorded cases offline. Exit code 1 if a case fails, none exists, or a strict check fails. */
export const test: Act = async ({ args, options, terminal }) => {
  using runners = createTaskRunners();
  const results: ConnectorResult[] = [];
  for (const connector of await listTested(args, options.all ?? false)) {
    const result = await testOne(connector, await runners.of(connector), options);
    results.push(result);
    if (!options.json) await terminal.print(formatResult(result, terminal.paint.out));
  }
  const cases = results.flatMap((one) => one.cases);
  const problems = results.flatMap((one) => one.problems ?? []).length;
  if (options.json) await printJson(terminal, results);
  else await terminal.print(formatTotals(cases, options.strict ? problems : undefined));
  const passed = cases.length > 0 && cases.every((one) => one.passed) && problems === 0;
  return passed ? EXIT.done : EXIT.failed;
};
