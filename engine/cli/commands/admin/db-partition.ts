import { engineError } from '../../../base/errors/index.ts';
import { systemClock } from '../../../io/clock.ts';
import { partitionStore } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { getCliActor } from '../../open-platform.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { formatCount } from '../../text/count-text.ts';
import { askConfirm, canAsk } from '../connection/ask.ts';

const PARTITIONS = 8;

/** `db partition`: partitions the findings by connection after confirmation. Throws USAGE, ANSWER_NEEDED, STORE_LOCKED. */
export const partition: Act = async ({ options, terminal }) => {
  const { partitions = PARTITIONS } = options;
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    if (!options.yes) {
      const question = `rewrite the table of findings as ${partitions} partitions, with all workers stopped`;
      if (!canAsk({ options, terminal }))
        throw engineError('ANSWER_NEEDED', { question, fix: 'Stop the workers, back up the store, and pass --yes.' });
      if (!(await askConfirm(`${question}?`))) {
        terminal.tell('cancelled; nothing was changed\n');
        return EXIT.failed;
      }
    }
    const done = await partitionStore({ store, clock: systemClock, actor: getCliActor() }, partitions);
    if (options.json) await printJson(terminal, done);
    else
      await terminal.print(
        done.changed
          ? `moved ${formatCount(done.findings, 'finding')} to ${done.partitions} partitions\n`
          : `already partitioned into ${done.partitions}\n`,
      );
    return EXIT.done;
  } finally {
    await store.close();
  }
};
