import { formatTextTable } from '../../../base/format/text-table.ts';
import {
  countEntities,
  type EntityItem,
  exportEntityRecords,
  listEntityRecords,
} from '../../../inventory/read/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { outputFile, printExport } from './export.ts';

const MAX_WIDTH = 80;

const cut = (text: string): string => {
  const all = escapeForTerminal(text);
  return all.length > MAX_WIDTH ? `${all.slice(0, MAX_WIDTH - 1)}…` : all;
};

async function printEntities(store: Store, { options, terminal }: CommandCall): Promise<void> {
  const entities = await countEntities(store, options.connection);
  if (options.json) return printJson(terminal, { entities });
  if (entities.length === 0) return terminal.tell('no records of other entities are stored\n');
  const head = ['ENTITY', 'CONNECTION', 'RECORDS', 'DELETED'].map((title) => terminal.paint.out('bold', title));
  const rows = entities.map((one) => [
    one.entity,
    one.connection,
    String(one.records - one.deleted),
    String(one.deleted),
  ]);
  await terminal.print(formatTextTable([head, ...rows.map((row) => row.map(cut))], ['left', 'left', 'right', 'right']));
}

const formatRow = ({ identity, connection, lastSeenOn, deletedOn, record }: EntityItem): string[] => [
  cut(identity ?? ''),
  cut(connection),
  `${lastSeenOn.slice(0, 10)}${deletedOn === null ? '' : ' (deleted)'}`,
  cut(JSON.stringify(record)),
];

async function printRecords(store: Store, entity: string, call: CommandCall): Promise<void> {
  const { args, options, terminal } = call;
  const { connection, deleted = false, limit, after } = options;
  const page = await listEntityRecords(store, {
    ...{ entity, query: args[1] ?? '', deleted, now: Date.now() },
    ...(connection === undefined ? {} : { connection }),
    ...(limit === undefined ? {} : { limit }),
    ...(after === undefined ? {} : { after }),
  });
  if (options.json) return printJson(terminal, { items: page.items, next: page.next ?? null });
  if (page.items.length === 0) return terminal.tell(`no records of "${entity}" match the query\n`);
  const head = ['IDENTITY', 'CONNECTION', 'LAST SEEN', 'RECORD'].map((title) => terminal.paint.out('bold', title));
  await terminal.print(formatTextTable([head, ...page.items.map(formatRow)], []));
  if (page.next !== undefined) terminal.tell(`next page: --after ${page.next}\n`);
}

async function exportRecords(store: Store, entity: string, { args, options, terminal }: CommandCall): Promise<void> {
  const { connection, deleted = false, format = '' } = options;
  const which = { entity, query: args[1] ?? '', deleted, now: Date.now(), ...(connection ? { connection } : {}) };
  await printExport(outputFile(options), exportEntityRecords(store, format, which), terminal);
}

/** `records [entity] [query]`: lists entities, lists records of one, or exports them with --format. */
export const records: Act = async (call) => {
  const { args, options, terminal } = call;
  const [entity] = args;
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    if (entity === undefined) await printEntities(store, call);
    else if (options.format !== undefined) await exportRecords(store, entity, call);
    else await printRecords(store, entity, call);
    return EXIT.done;
  } finally {
    await store.close();
  }
};
