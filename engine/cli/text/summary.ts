import { formatTextTable } from '../../base/format/text-table.ts';
import type { EntityReport } from '../../base/report/report.generated.ts';
import { isBuiltIn, type Manifest } from '../../manifest/index.ts';
import type { RunReport } from '../../pipeline/run/run-counters.ts';
import type { Paint } from '../terminal.ts';
import { escapeForTerminal } from './escape-text.ts';
import { countRejected } from './state-text.ts';

const formatNumber = (value: number): string => value.toLocaleString('en-US');

const formatDuration = ({ startedAt, finishedAt }: RunReport): string =>
  `${((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s`;

const formatHeads = (paint: Paint, names: readonly string[]): string[] => names.map((name) => paint('dim', name));

function formatStreamTable({ streams }: RunReport, paint: Paint): string {
  const rows = Object.entries(streams).map(([name, { requests, retries, pages, items, partitions }]) => [
    name,
    ...[requests, retries, pages, items, partitions].map(formatNumber),
  ]);
  return rows.length === 0
    ? ''
    : formatTextTable(
        [formatHeads(paint, ['stream', 'requests', 'retries', 'pages', 'items', 'partitions']), ...rows],
        ['left', 'right', 'right', 'right', 'right', 'right'],
      );
}

/** Lists the entities to show: the built-in ones only if they have counts or are the only ones. */
function listShownEntities(entities: RunReport['entities']): [string, EntityReport][] {
  const all = Object.entries(entities);
  const isShown = ([name, { mapped, rejected }]: [string, EntityReport]) => !isBuiltIn(name) || mapped + rejected > 0;
  return all.every(([name]) => isBuiltIn(name)) ? all : all.filter(isShown);
}

function formatEntityTable({ entities }: RunReport, paint: Paint): string {
  const rows = listShownEntities(entities).map(([name, { mapped, rejected, written }]) => {
    const rejects = rejected > 0 ? paint('yellow', formatNumber(rejected)) : formatNumber(rejected);
    return [isBuiltIn(name) ? `${name}s` : name, formatNumber(mapped), rejects, formatNumber(written)];
  });
  return formatTextTable(
    [formatHeads(paint, ['records', 'mapped', 'rejected', 'written']), ...rows],
    ['left', 'right', 'right', 'right'],
  );
}

/** Limit of printed lines; run.json and --json contain all of them. */
const MAX_LINES = 20;

const limitLines = (lines: readonly string[]): string => {
  const omitted = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), ...(omitted > 0 ? [`… and ${formatNumber(omitted)} more\n`] : [])].join('');
};

type ValueCounts = RunReport['unmapped'];

/** Formats the counted values of enums, the most frequent first; `label` starts and `end` ends each line of an enum. */
const formatValues = (counts: ValueCounts, label: string, end: (enumName: string) => string = () => ''): string =>
  limitLines(
    Object.entries(counts).flatMap(([name, values]) =>
      Object.entries(values)
        .sort(([, a], [, b]) => b - a)
        .map(
          ([value, count]) =>
            `${label} ${name}: ${escapeForTerminal(JSON.stringify(value))} ×${formatNumber(count)}${end(name)}\n`,
        ),
    ),
  );

type Enums = Manifest['enums'];

const DEFAULTS = { omit: ' omitted', pass: ' passed through', reject: '' };

/** Formats the effect of an enum's default; empty if the enum is unknown. */
const formatDefault = (enums: Enums = {}, name: string): string => {
  const policy = Object.hasOwn(enums, name) ? (enums[name]?.unmapped ?? 'reject') : 'reject';
  return typeof policy === 'string' ? DEFAULTS[policy] : ` → ${escapeForTerminal(String(policy.to))}`;
};

const formatEnums = ({ unmapped, defaulted = {} }: RunReport, enums: Enums, paint: Paint): string =>
  formatValues(unmapped, paint('yellow', 'unmapped')) +
  formatValues(defaulted, paint('dim', 'default'), (name) => formatDefault(enums, name));

const formatWarnings = ({ warnings }: RunReport, paint: Paint): string =>
  limitLines(
    warnings.map(({ code, message }) => `${paint('yellow', 'warning')} ${code}: ${escapeForTerminal(message)}\n`),
  );

/** Context of a summary: where the records were written, and the connector's enums if they are known. */
interface SummaryContext {
  readonly destinations: readonly string[];
  readonly enums?: Enums | undefined;
}

/** Formats the result of a run: state, counts per stream and entity, values without a mapping, warnings. */
export function formatSummary(report: RunReport, { destinations, enums }: SummaryContext, paint: Paint): string {
  const rejected = countRejected(report);
  const processed =
    rejected > 0 ? paint(['yellow', 'bold'], `processed, ${rejected} rejected`) : paint(['green', 'bold'], 'processed');
  const state = report.state === 'PROCESSED' ? processed : paint(['red', 'bold'], 'failed');
  const head = `${paint('bold', report.connector)} ${report.version}  ${state}  ${report.mode} run, ${formatDuration(report)}\n`;
  const where = report.state === 'PROCESSED' ? `written to ${destinations.join(', ')}\n` : '';
  const parts = [
    formatStreamTable(report, paint),
    formatEntityTable(report, paint),
    formatEnums(report, enums, paint) + formatWarnings(report, paint) + where,
  ];
  return [head, ...parts.filter(Boolean)].join('\n');
}
