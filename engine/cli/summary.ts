import type { RunReport } from '../pipeline/run/meter.ts';
import { shown } from './shown.ts';
import type { Paint } from './terminal.ts';
import { textTable } from './text-table.ts';

const number = (value: number): string => value.toLocaleString('en-US');

const took = ({ startedAt, finishedAt }: RunReport): string =>
  `${((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;

const heads = (paint: Paint, names: readonly string[]): string[] => names.map((name) => paint('dim', name));

function streamTable({ streams }: RunReport, paint: Paint): string {
  const rows = Object.entries(streams).map(([name, { requests, retries, pages, items, partitions }]) => [
    name,
    ...[requests, retries, pages, items, partitions].map(number),
  ]);
  return rows.length === 0
    ? ''
    : textTable(
        [heads(paint, ['stream', 'requests', 'retries', 'pages', 'items', 'partitions']), ...rows],
        ['left', 'right', 'right', 'right', 'right', 'right'],
      );
}

function entityTable({ entities }: RunReport, paint: Paint): string {
  const rows = Object.entries(entities).map(([name, { mapped, rejected, written }]) => {
    const rejects = rejected > 0 ? paint('yellow', number(rejected)) : number(rejected);
    return [`${name}s`, number(mapped), rejects, number(written)];
  });
  return textTable(
    [heads(paint, ['records', 'mapped', 'rejected', 'written']), ...rows],
    ['left', 'right', 'right', 'right'],
  );
}

/** More than these would hide the rest; run.json and --json hold them all. */
const MOST_LINES = 20;

const capped = (lines: readonly string[]): string => {
  const left = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(left > 0 ? [`… and ${number(left)} more\n`] : [])].join('');
};

const unmappedLines = ({ unmapped }: RunReport, paint: Paint): string =>
  capped(
    Object.entries(unmapped).flatMap(([name, values]) =>
      Object.entries(values)
        .sort(([, a], [, b]) => b - a)
        .map(
          ([value, count]) =>
            `${paint('yellow', 'unmapped')} ${name}: ${shown(JSON.stringify(value))} ×${number(count)}\n`,
        ),
    ),
  );

const warningLines = ({ warnings }: RunReport, paint: Paint): string =>
  capped(warnings.map(({ code, message }) => `${paint('yellow', 'warning')} ${code}: ${shown(message)}\n`));

/** What came of a run, for a person. */
export function summaryText(report: RunReport, destinations: readonly string[], paint: Paint): string {
  const state =
    report.state === 'PROCESSED' ? paint(['green', 'bold'], 'processed') : paint(['red', 'bold'], 'errored');
  const head = `${paint('bold', report.connector)} ${report.version}  ${state}  ${report.mode} run, ${took(report)}\n`;
  const where = report.state === 'PROCESSED' ? `written to ${destinations.join(', ')}\n` : '';
  const parts = [
    streamTable(report, paint),
    entityTable(report, paint),
    unmappedLines(report, paint) + warningLines(report, paint) + where,
  ];
  return [head, ...parts.filter(Boolean)].join('\n');
}
