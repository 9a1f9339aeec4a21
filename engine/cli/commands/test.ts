import { type CaseResult, testConnector } from '../../workbench/replay/index.ts';
import { catalogueIds } from '../catalogue.ts';
import type { Act } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { loadConnector } from '../load-connector.ts';
import { createPlaces, judgeAt } from '../places.ts';
import { shown } from '../shown.ts';
import { type Paint, printJson } from '../terminal.ts';

const MOST_DIFFERENCES = 10;

const text = (value: unknown): string => (value === undefined ? '(nothing)' : shown(JSON.stringify(value)));

function caseText(
  { name, description, passed, updated, differences, unused, error, ms }: CaseResult,
  paint: Paint,
): string {
  const mark = passed ? paint('green', '✓') : paint('red', '✗');
  const lines = [
    `  ${mark} ${name}  ${paint('dim', `${shown(description)} (${Math.round(ms)} ms)`)}${updated ? '  updated' : ''}`,
  ];
  if (error)
    lines.push(`      ${paint('bold', error.code)}: ${shown(error.message)}`, `      fix: ${shown(error.fix)}`);
  for (const { pointer, expected, got } of differences.slice(0, MOST_DIFFERENCES)) {
    lines.push(
      `      ${pointer || '/'}`,
      `        ${paint('red', `- ${text(expected)}`)}`,
      `        ${paint('green', `+ ${text(got)}`)}`,
    );
  }
  if (differences.length > MOST_DIFFERENCES)
    lines.push(`      … and ${differences.length - MOST_DIFFERENCES} more differences`);
  for (const request of unused) lines.push(`      not asked for: ${shown(request)}`);
  return `${lines.join('\n')}\n`;
}

/** `test`: replays recorded cases offline; exit 1 when one fails, or when there is none. */
export const test: Act = async ({ args, options, terminal }) => {
  using places = createPlaces();
  const connectors = args.length > 0 ? args : await catalogueIds();
  const all: { readonly connector: string; readonly cases: readonly CaseResult[] }[] = [];
  for (const connector of connectors) {
    const place = await places.of(connector);
    const { manifest, folder } = await loadConnector(connector, judgeAt(place));
    const cases = await testConnector(manifest, folder, {
      update: options.update ?? false,
      replay: (own, recording) => place.call('replay', { manifest: own, recording }),
    });
    all.push({ connector: manifest.id, cases });
    if (options.json) continue;
    await terminal.print(
      `${terminal.paint.out('bold', manifest.id)}\n${cases.map((one) => caseText(one, terminal.paint.out)).join('')}`,
    );
    if (cases.length === 0)
      await terminal.print('  no recorded cases: mapwright run … --record <folder>/<case> makes one\n');
  }
  const cases = all.flatMap((one) => one.cases);
  const passed = cases.filter((one) => one.passed).length;
  if (options.json) await printJson(terminal, all);
  else await terminal.print(`\n${passed} passed, ${cases.length - passed} failed\n`);
  return cases.length > 0 && passed === cases.length ? EXIT.done : EXIT.failed;
};
