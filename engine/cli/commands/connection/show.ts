import { showConnection } from '../../../platform/index.ts';
import type { Act } from '../../command.ts';
import { connectionText } from '../../connection/text.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';

/** `connection show`: one connection. Throws CONNECTION_UNKNOWN. */
export const show: Act = async ({ args, options, terminal }) => {
  const store = await openCliStore(options);
  try {
    const connection = await showConnection(store.db, args[0] ?? '');
    if (options.json) await printJson(terminal, connection);
    else await terminal.print(connectionText(connection, terminal.paint.out));
    return EXIT.done;
  } finally {
    await store.close();
  }
};
