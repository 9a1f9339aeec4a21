import { formatTextTable } from '../../../base/format/text-table.ts';
import { flattenSettings, formatSetting } from '../../../manifest/index.ts';
import type { Connection } from '../../../platform/connections/index.ts';
import type { ScheduleSlot } from '../../../platform/schedule/index.ts';
import type { Paint } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { formatState } from '../../text/state-text.ts';

const formatTime = (at: number | null): string => (at === null ? '–' : new Date(at).toISOString().slice(0, 16));

/** Formats a slot in local time and UTC. */
export const formatSlot = ({ local, utc }: ScheduleSlot): string => `${local} (${utc})`;

/** Formats why a connection has no scheduled runs. */
const formatHold = ({ paused, active, manualOnly }: Connection): string =>
  paused ? 'paused' : !active ? 'inactive' : manualOnly ? 'manual' : '';

/** Connection with the number of rejects of its last run. */
export type ShownConnection = Connection & { readonly rejected: number };

/** Formats connections as a table. */
export function formatConnectionTable(connections: readonly ShownConnection[], paint: Paint): string {
  const head = ['NAME', 'CONNECTOR', 'STATE', '', 'NEXT RUN', 'SCHEDULE'].map((title) => paint('bold', title));
  const rows = connections.map((one) => [
    paint('cyan', escapeForTerminal(one.name)),
    escapeForTerminal(one.connector),
    formatState(one.state, one.rejected, paint),
    paint('yellow', formatHold(one)),
    one.nextRun?.local ?? '–',
    one.scheduleText,
  ]);
  return formatTextTable([head, ...rows]);
}

const formatList = (values: readonly string[] | undefined): string =>
  values === undefined ? 'all' : values.length === 0 ? 'none' : values.join(', ');

const formatPairs = (name: string, values: Readonly<Record<string, unknown>>): string[][] =>
  Object.entries(values).map(([key, value]) => [`${name} ${key}`, escapeForTerminal(formatSetting(value))]);

/** Formats a connection, one property per line. */
export function formatConnection(one: ShownConnection, paint: Paint): string {
  const { select, paused } = one;
  const rows = [
    ['name', escapeForTerminal(one.name)],
    ['id', one.id],
    ...(one.description ? [['description', escapeForTerminal(one.description)]] : []),
    ['connector', `${escapeForTerminal(one.connector)} ${one.version}`],
    ...formatPairs('setting', flattenSettings(one.settings)),
    ...Object.entries(one.secrets).map(([name, { at }]) => [`secret ${name}`, `set on ${formatTime(at)}Z`]),
    ['asset types', formatList(select.assetTypes)],
    ['finding types', formatList(select.findingTypes)],
    ...(select.entities ? [['entities', formatList(select.entities)]] : []),
    ...formatPairs('filter', one.filters),
    ...formatPairs('map', one.maps),
    ['absent findings', one.preserveAbsent ? 'keep their status' : 'become FIXED'],
    ['schedule', `${one.scheduleText}${one.manualOnly ? ' (manual only)' : ''}`],
    ['next run', one.nextRun ? formatSlot(one.nextRun) : '–'],
    ['status', one.active ? 'active' : 'inactive'],
    ['state', formatState(one.state, one.rejected, paint)],
    ...(paused
      ? [['paused', `${paused.code}: ${escapeForTerminal(paused.message)}. ${escapeForTerminal(paused.fix)}`]]
      : []),
    ['last run', one.lastRunId ?? '–'],
    ['tested', one.testedAt === null ? 'not with these settings' : `${formatTime(one.testedAt)}Z`],
    ['changed', `${formatTime(one.updatedAt)}Z, revision ${one.revision}`],
  ];
  return formatTextTable(rows.map(([name = '', value = '']) => [paint('bold', name), value]));
}
