import { listConnections } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { hideByManifest } from './hide-by-manifest.ts';
import { addLastRejects } from './last-rejects.ts';
import { formatConnectionTable } from './text.ts';

/** `connection list`: prints all connections as a table or as JSON. */
export const list: Act = async ({ options, terminal }) => {
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const connections = await listConnections(store.db);
    if (options.json) await printJson(terminal, await Promise.all(connections.map(hideByManifest)));
    else if (connections.length > 0) {
      const shown = await Promise.all(connections.map((one) => addLastRejects(store.db, one)));
      await terminal.print(formatConnectionTable(shown, terminal.paint.out));
    } else terminal.tell('no connections yet; create one with mapwright connection create\n');
    return EXIT.done;
  } finally {
    await store.close();
  }
};
