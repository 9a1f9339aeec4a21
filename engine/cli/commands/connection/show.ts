import { showConnection } from '../../../platform/index.ts';
import { type RunDetail, showRun } from '../../../worker/index.ts';
import type { Act } from '../../command.ts';
import { connectionText } from '../../connection/text.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';

/** What a run that goes on has brought so far: its assets may all be in while findings still come. */
function soFar({ complete, report, streams }: RunDetail): string {
  const done = streams.map(({ stream, done, slices }) => `${stream} ${done} of ${slices} parts`).join(', ');
  const of = (entity: 'asset' | 'finding') =>
    `${report.entities[entity].written} ${entity}s${complete[entity] ? ', all of them' : ' so far'}`;
  return `now: ${of('asset')}; ${of('finding')}${done ? ` (${done})` : ''}\n`;
}

/** `connection show`: one connection, and how far its run is while one goes on. Throws CONNECTION_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  const store = await openCliStore(options);
  try {
    const connection = await showConnection(store.db, args[0] ?? '');
    const { state, lastRunId } = connection;
    const run = state === 'PROCESSING' && lastRunId ? await showRun(store.db, lastRunId, Date.now()) : undefined;
    if (options.json) await printJson(terminal, run ? { ...connection, run } : connection);
    else await terminal.print(`${connectionText(connection, terminal.paint.out)}${run ? soFar(run) : ''}`);
    return EXIT.done;
  } finally {
    await store.close();
  }
};
