import { groupRejects } from '../../inventory/store/reject-groups.ts';
import type { Exchange, FailedRead, PageRead, TestRead } from '../../workbench/read/index.ts';
import type { Paint } from '../terminal.ts';
import { formatError } from './error-text.ts';
import { escapeForTerminal } from './escape-text.ts';
import { formatExampleItem, formatTimes } from './reject-text.ts';

const indent = (text: string, by: string): string =>
  text
    .split('\n')
    .map((line) => `${by}${escapeForTerminal(line)}\n`)
    .join('');

const formatHeaders = (headers: Readonly<Record<string, string>>, paint: Paint): string =>
  Object.entries(headers)
    .map(([name, value]) => `    ${paint('dim', `${name}:`)} ${escapeForTerminal(value)}\n`)
    .join('');

const formatBody = (body: string | undefined): string => (body ? indent(body, '    ') : '');

function formatExchange({ request, response, error, ms }: Exchange, paint: Paint): string {
  const sent = `  ${paint('cyan', '→')} ${paint('bold', request.method)} ${escapeForTerminal(request.url)}\n`;
  const head = `${sent}${formatHeaders(request.headers, paint)}${formatBody(request.body)}`;
  const failure = error
    ? `  ${paint('red', '✗')} ${paint('bold', error.code)} after ${ms} ms: ${escapeForTerminal(error.message)}\n`
    : '';
  if (!response) return head + failure;
  const { status, headers, body, bytes, cut } = response;
  const size = `${bytes.toLocaleString('en-US')} bytes${cut ? ', cut' : ''}`;
  const mark = paint(status < 400 ? 'green' : 'red', '←');
  return `${head}  ${mark} ${paint('bold', String(status))} in ${ms} ms, ${size}\n${formatHeaders(headers, paint)}${formatBody(body)}${failure}`;
}

const formatList = (title: string, lines: readonly string[]): string =>
  lines.map((line, at) => `  ${(at === 0 ? title : '').padEnd(9)} ${line}\n`).join('');

const formatItems = ({ found, items }: PageRead, paint: Paint): string => {
  const more = found > items.length ? `, the first ${items.length} are shown` : '';
  const count = found === 0 ? paint('yellow', 'none found by the records selector') : `${found} found${more}`;
  return formatList('items', [count, ...items.map((item) => escapeForTerminal(JSON.stringify(item)))]);
};

const formatRecords = ({ records }: PageRead, paint: Paint): string =>
  formatList(
    'records',
    records.map(({ entity, record }) => `${paint('green', entity)} ${escapeForTerminal(JSON.stringify(record))}`),
  );

const formatRejects = ({ rejects }: PageRead, paint: Paint): string =>
  formatList(
    'rejects',
    groupRejects(rejects).flatMap(({ example: { entity, code, pointer, message, fix, item }, count }) => [
      `${paint('red', entity)} ${paint('bold', code)} at ${pointer || '/'}${formatTimes(count)}: ${escapeForTerminal(message)}`,
      `${paint('cyan', 'fix:')} ${escapeForTerminal(fix)}`,
      ...(count > 1 ? [`${paint('dim', 'example:')} ${formatExampleItem(JSON.stringify(item))}`] : []),
    ]),
  );

const formatEnd = ({ next, stopped }: PageRead): string =>
  formatList('next', [
    ...(next === undefined ? [] : [escapeForTerminal(JSON.stringify(next))]),
    ...(stopped === undefined ? [] : [`stopped: ${stopped}`]),
  ]);

/** Formats one page of a test read: exchanges, items, records, rejects, and where paging goes from it. */
export function formatPageRead(page: PageRead, paint: Paint): string {
  const { stream, partition, exchanges, warnings, unmapped } = page;
  const name = [stream, partition && `partition ${partition}`, `page ${page.page}`].filter(Boolean).join(', ');
  return [
    `${paint('bold', escapeForTerminal(name))}\n`,
    ...exchanges.map((exchange) => formatExchange(exchange, paint)),
    formatItems(page, paint),
    formatRecords(page, paint),
    formatRejects(page, paint),
    formatList(
      'unmapped',
      unmapped.map((one) => `${one.enum}: ${escapeForTerminal(JSON.stringify(one.value))}`),
    ),
    formatList(
      'warnings',
      warnings.map(({ code, message }) => `${paint('yellow', code)}: ${escapeForTerminal(message)}`),
    ),
    formatEnd(page),
    '\n',
  ].join('');
}

/** Formats the error that ended a test read, after the exchanges of the page that failed. */
export const formatFailedRead = (failed: FailedRead, paint: Paint): string =>
  [...failed.exchanges.map((exchange) => formatExchange(exchange, paint)), formatError(failed, paint)].join('');

/** Formats the totals of a test read, and whether its limits cut it short. */
export function formatReadSummary({ stream, pages, partitions, limited, limits }: TestRead, paint: Paint): string {
  const own = pages.filter((page) => page.stream === stream);
  const sum = (count: (page: PageRead) => number) => own.reduce((total, page) => total + count(page), 0);
  const items = sum(({ found }) => found);
  const rejects = sum((page) => page.rejects.length);
  const counts = [
    `${partitions} partitions`,
    `${own.length} pages`,
    items === 0 ? paint('yellow', '0 items') : `${items} items`,
    `${sum(({ records }) => records.length)} records`,
    rejects === 0 ? '0 rejects' : paint('red', `${rejects} rejects`),
  ].join(', ');
  const hint = limited
    ? `; limited to ${limits.partitions} partitions, ${limits.pages} pages each and ${limits.items} items a page (--partitions, --pages, --items)`
    : '';
  return `${stream}: ${counts}${hint}\n`;
}
