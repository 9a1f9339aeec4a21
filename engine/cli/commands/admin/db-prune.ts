import { engineError } from '../../../base/errors/index.ts';
import type { PrunedRows } from '../../../inventory/store/prune-rows.ts';
import { systemClock } from '../../../io/clock.ts';
import { pruneStore } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { parseInterval } from '../../interval.ts';
import { getCliActor } from '../../open-platform.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { formatCount } from '../../text/count-text.ts';
import { askConfirm, canAsk } from '../connection/ask.ts';

const DAY_MS = 86_400_000;
const DAYS = { days: 1, weeks: 7 } as const;
const UNITS = ['days', 'weeks'] as const;

/** Parses an age. At least a day, because an interrupted `run` with --state can be resumed within 24 hours. Throws USAGE. */
function parseAgeMs(text: string): number {
  const { every, unit } = parseInterval({ option: 'older-than', text, units: UNITS });
  if (every > 0) return every * DAYS[unit] * DAY_MS;
  throw engineError('USAGE', { problem: `invalid --older-than "${text}": use at least 1 day` });
}

const formatPruned = ({ runs, slices, parents, requests, rejects, statuses, items }: PrunedRows): string =>
  [
    `${formatCount(runs, 'run')} (${formatCount(slices, 'slice')}, ${formatCount(parents, 'parent')}, ${formatCount(requests, 'request')}, ${formatCount(rejects, 'reject')})`,
    `${statuses} status history ${statuses === 1 ? 'entry' : 'entries'}`,
    `${formatCount(items, 'raw item')} of records that no longer exist`,
  ].join(', ');

/** `db prune`: removes old rows after confirmation, or counts them with --dry-run. Throws USAGE, ANSWER_NEEDED. */
export const prune: Act<'older-than'> = async ({ options, terminal }) => {
  const before = systemClock.now() - parseAgeMs(options['older-than']);
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const platform = { store, clock: systemClock, actor: getCliActor() };
    const dryRun = options['dry-run'] === true;
    if (!dryRun && !options.yes) {
      const question = `remove ${formatPruned(await pruneStore(platform, { before, dryRun: true }))}`;
      if (!canAsk({ options, terminal }))
        throw engineError('ANSWER_NEEDED', { question, fix: 'Pass --yes to remove them, or --dry-run to count them.' });
      if (!(await askConfirm(`${question}?`))) {
        terminal.tell('cancelled; nothing was removed\n');
        return EXIT.failed;
      }
    }
    const rows = await pruneStore(platform, { before, dryRun });
    if (options.json) await printJson(terminal, { before: new Date(before).toISOString(), dryRun, ...rows });
    else await terminal.print(`${dryRun ? 'would remove' : 'removed'} ${formatPruned(rows)}\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
};
