import type { Store } from '../../../inventory/store/index.ts';
import { type Connection, readConnection } from '../../../platform/connections/index.ts';
import { type RunDetail, readRun } from '../../../platform/worker/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { formatConnection } from './text.ts';

/** What a run that goes on has brought so far: its assets may all be in while findings still come. */
function formatProgress({ complete, report, streams }: RunDetail): string {
  const done = streams.map(({ stream, done, slices }) => `${stream} ${done} of ${slices} parts`).join(', ');
  const of = (entity: 'asset' | 'finding') =>
    `${report.entities[entity].written} ${entity}s${complete[entity] ? ', all of them' : ' so far'}`;
  return `now: ${of('asset')}; ${of('finding')}${done ? ` (${done})` : ''}\n`;
}

/** A connection names its maps by their ids; a person, by their names. */
async function findMapNames({ db }: Store, { maps }: Connection): Promise<Readonly<Record<string, string>>> {
  const rows = await db.selectFrom('transform_map').select(['id', 'name']).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return Object.fromEntries(Object.entries(maps).map(([map, id]) => [map, names.get(id) ?? id]));
}

/** `connection show`: one connection, and how far its run is while one goes on. Throws CONNECTION_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const connection = await readConnection(store.db, args[0] ?? '');
    const { state, lastRunId } = connection;
    const run = state === 'PROCESSING' && lastRunId ? await readRun(store.db, lastRunId, Date.now()) : undefined;
    if (options.json) await printJson(terminal, run ? { ...connection, run } : connection);
    else {
      const maps = await findMapNames(store, connection);
      await terminal.print(
        `${formatConnection({ ...connection, maps }, terminal.paint.out)}${run ? formatProgress(run) : ''}`,
      );
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
};
