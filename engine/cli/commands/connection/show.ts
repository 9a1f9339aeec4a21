import type { Store } from '../../../inventory/store/index.ts';
import { isBuiltIn } from '../../../manifest/index.ts';
import { type Connection, readConnection } from '../../../platform/connections/index.ts';
import { type RunDetail, readRun } from '../../../platform/worker/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { hideByManifest } from './hide-by-manifest.ts';
import { addLastRejects } from './last-rejects.ts';
import { formatConnection } from './text.ts';

/** Formats the progress of a run: records per entity, which may be complete at different times, and slices per stream. */
function formatProgress({ complete, report, streams }: RunDetail): string {
  const done = streams.map(({ stream, done, slices }) => `${stream} ${done} of ${slices} slices`).join(', ');
  const records = Object.entries(report.entities).map(
    ([entity, { written }]) =>
      `${isBuiltIn(entity) ? `${written} ${entity}s` : `${entity}: ${written}`} ${complete[entity] ? '(complete)' : 'so far'}`,
  );
  return `in progress: ${records.join('; ')}${done ? `; ${done}` : ''}\n`;
}

/** Finds the names of a connection's maps, which it stores by id. */
async function findMapNames({ db }: Store, { maps }: Connection): Promise<Readonly<Record<string, string>>> {
  const rows = await db.selectFrom('transform_map').select(['id', 'name']).execute();
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return Object.fromEntries(Object.entries(maps).map(([map, id]) => [map, names.get(id) ?? id]));
}

/** `connection show`: prints a connection and the progress of its current run. Throws CONNECTION_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const connection = await hideByManifest(await readConnection(store.db, args[0] ?? ''));
    const { state, lastRunId } = connection;
    const run = state === 'PROCESSING' && lastRunId ? await readRun(store.db, lastRunId, Date.now()) : undefined;
    if (options.json) await printJson(terminal, run ? { ...connection, run } : connection);
    else {
      const maps = await findMapNames(store, connection);
      const shown = await addLastRejects(store.db, { ...connection, maps });
      await terminal.print(`${formatConnection(shown, terminal.paint.out)}${run ? formatProgress(run) : ''}`);
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
};
