import type { Connection } from '../../../platform/connections/index.ts';
import type { Slot } from '../../../platform/schedule/index.ts';
import { shown } from '../../shown.ts';
import type { Paint } from '../../terminal.ts';
import { textTable } from '../../text-table.ts';

const COLOURS: Readonly<Record<string, Parameters<Paint>[0]>> = {
  PROCESSING: 'cyan',
  PROCESSED: 'green',
  ERRORED: 'red',
};

const timeText = (at: number | null): string => (at === null ? '–' : new Date(at).toISOString().slice(0, 16));

/** A slot in local time and UTC. */
export const slotText = ({ local, utc }: Slot): string => `${local} (${utc})`;

/** What stands in the way of runs, in a word. */
const standing = ({ paused, active, manualOnly }: Connection): string =>
  paused ? 'paused' : !active ? 'inactive' : manualOnly ? 'by hand' : '';

/** Connections as a table. */
export function connectionTable(connections: readonly Connection[], paint: Paint): string {
  const head = ['NAME', 'CONNECTOR', 'STATE', '', 'NEXT RUN', 'SCHEDULE'].map((title) => paint('bold', title));
  const rows = connections.map((one) => [
    paint('cyan', shown(one.name)),
    shown(one.connector),
    paint(COLOURS[one.state] ?? 'reset', one.state),
    paint('yellow', standing(one)),
    one.nextRun?.local ?? '–',
    one.scheduleText,
  ]);
  return textTable([head, ...rows]);
}

const listText = (values: readonly string[] | undefined): string =>
  values === undefined ? 'all' : values.length === 0 ? 'none' : values.join(', ');

const pairs = (name: string, values: Readonly<Record<string, unknown>>): string[][] =>
  Object.entries(values).map(([key, value]) => [`${name} ${key}`, shown(String(value))]);

/** One connection, a line for each thing that it is. */
export function connectionText(one: Connection, paint: Paint): string {
  const { select, paused } = one;
  const rows = [
    ['name', shown(one.name)],
    ['id', one.id],
    ...(one.description ? [['description', shown(one.description)]] : []),
    ['connector', `${shown(one.connector)} ${one.version}`],
    ...pairs('setting', one.settings),
    ...Object.entries(one.secrets).map(([name, { at }]) => [`secret ${name}`, `set on ${timeText(at)}Z`]),
    ['asset types', listText(select.assetTypes)],
    ['finding types', listText(select.findingTypes)],
    ...pairs('filter', one.filters),
    ...pairs('map', one.maps),
    ['absent findings', one.preserveAbsent ? 'stay as they are' : 'become FIXED'],
    ['schedule', `${one.scheduleText}${one.manualOnly ? ', but by hand alone' : ''}`],
    ['next run', one.nextRun ? slotText(one.nextRun) : '–'],
    ['status', one.active ? 'active' : 'inactive'],
    ['state', paint(COLOURS[one.state] ?? 'reset', one.state)],
    ...(paused ? [['paused', `${paused.code}: ${shown(paused.message)}. ${shown(paused.fix)}`]] : []),
    ['last run', one.lastRunId ?? '–'],
    ['tested', one.testedAt === null ? 'never for these settings' : `${timeText(one.testedAt)}Z`],
    ['changed', `${timeText(one.updatedAt)}Z, revision ${one.revision}`],
  ];
  return textTable(rows.map(([name = '', value = '']) => [paint('bold', name), value]));
}
