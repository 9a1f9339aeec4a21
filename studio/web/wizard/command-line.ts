import type { Schedule } from '../api/types.generated.ts';
import { quoteShellWord } from '../components/copy.ts';
import type { ConnectionForm } from './connection-form.ts';
import type { Wizard } from './model.ts';
import { pickShown, trimLists, type Values } from './settings.ts';

type Option = readonly [name: string, value?: string];

type ByType = { readonly [S in Schedule as S['type']]: S };

const boundOptions = ({ start, end }: { readonly start?: string; readonly end?: string }): Option[] => [
  ...(start === undefined ? [] : [['start', start] as const]),
  ...(end === undefined ? [] : [['end', end] as const]),
];

const SCHEDULES: { readonly [T in keyof ByType]: (schedule: ByType[T]) => Option[] } = {
  once: ({ at }) => [['at', at]],
  interval: ({ every, unit, ...rest }) => [['every', `${every} ${unit}`], ...boundOptions(rest)],
  cron: ({ cron, ...rest }) => [['cron', cron], ...boundOptions(rest)],
};

const scheduleOptions = (schedule: Schedule): Option[] => [
  ...(SCHEDULES[schedule.type] as (one: Schedule) => Option[])(schedule),
  ['zone', schedule.zone],
];

const typesOption = (name: string, types: readonly string[] | undefined): Option[] =>
  types === undefined ? [] : [[name, types.length === 0 ? 'none' : types.join(',')]];

const pairOptions = (name: string, values: Readonly<Record<string, unknown>>, prefix = ''): Option[] =>
  Object.entries(values).map(([key, value]) => [name, `${prefix}${key}=${formatArgument(value)}`]);

/** Formats the values of a list separated by commas, or as JSON if they contain some. */
const formatArgument = (value: unknown): string => {
  if (!Array.isArray(value)) return String(value);
  const isPlain = value.every((one) => typeof one !== 'object' && !/[,\n]/.test(String(one)));
  return isPlain ? value.join(',') : JSON.stringify(value);
};

/** Returns the environment variable of a secret: `key_secret` → `KEY_SECRET`. */
const toEnvName = (setting: string): string => setting.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase();

function buildOptions(draft: ConnectionForm, values: Values, secrets: readonly string[]): Option[] {
  return [
    ['name', draft.name],
    ...(draft.description === '' ? [] : [['description', draft.description] as const]),
    ...pairOptions('set', values, 'settings.'),
    ...secrets.map((name) => ['set-env', `${name}=${toEnvName(name)}`] as const),
    ...typesOption('asset-types', draft.select.assetTypes),
    ...typesOption('finding-types', draft.select.findingTypes),
    ...typesOption('entities', draft.select.entities),
    ...pairOptions('set', draft.filters, 'filters.'),
    ...pairOptions('use-map', draft.maps),
    ...(draft.schedule ? scheduleOptions(draft.schedule) : []),
    ...(draft.manualOnly ? [['manual-only'] as const] : []),
    ...(draft.active ? [] : [['inactive'] as const]),
    ...(draft.preserveAbsent ? [['preserve-absent'] as const] : []),
  ];
}

/** Formats the equivalent command. It reads secrets from the environment and never contains them. */
export function formatCommand({ connector, editing, draft, secrets, settings }: Wizard): string {
  const typed = settings.filter(({ secret, name }) => secret && (!editing || secrets.value[name] !== undefined));
  const options = buildOptions(
    draft.value,
    trimLists(
      pickShown(
        settings.filter(({ secret }) => !secret),
        draft.value.settings,
      ),
    ),
    typed.filter(({ required, name }) => required || secrets.value[name] !== undefined).map(({ name }) => name),
  ).map(([name, value]) => (value === undefined ? `--${name}` : `--${name} ${quoteShellWord(value)}`));
  const command = editing
    ? `mapwright connection edit ${quoteShellWord(editing.name)}`
    : `mapwright connection create ${connector.connector.id}`;
  return [command, ...options].join(' \\\n  ');
}
