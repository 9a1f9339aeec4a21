import { engineError } from '../../../base/errors/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import { parseStoredSchedule } from '../../../platform/connections/connection.ts';
import { readConnectionRow } from '../../../platform/connections/index.ts';
import { findWaitingSlot } from '../../../platform/connections/scheduling.ts';
import { formatSchedule, listSlots, type Schedule, type ScheduleSlot } from '../../../platform/schedule/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { escapeForTerminal } from '../../escape-text.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { parseScheduleOptions } from '../connection/schedule.ts';
import { formatSlot } from '../connection/text.ts';

/** What runs when. */
interface UpcomingRuns {
  readonly name: string | null;
  readonly schedule: Schedule | null;
  readonly text: string;
  /** Why it does not run by itself, if it does not. */
  readonly held: string | null;
  readonly slots: readonly ScheduleSlot[];
}

const SOON = 5;

const buildUpcoming = (
  name: string | null,
  schedule: Schedule | null,
  { after, count, held }: PreviewRange,
): UpcomingRuns => ({
  name,
  schedule,
  text: schedule ? formatSchedule(schedule) : 'by hand',
  held,
  slots: schedule ? listSlots(schedule, { after, count }) : [],
});

interface PreviewRange {
  readonly after: number;
  readonly count: number;
  readonly held: string | null;
}

async function listUpcoming(
  store: Store,
  { args, options }: CommandCall,
  after: number,
): Promise<readonly UpcomingRuns[]> {
  const [name] = args;
  const rows =
    name === undefined
      ? await store.db.selectFrom('connection').selectAll().orderBy('name').execute()
      : [await readConnectionRow(store.db, name)];
  const count = options.count ?? (name === undefined ? 1 : SOON);
  return rows.map((row) => {
    const schedule = parseStoredSchedule(row);
    const held = schedule && findWaitingSlot(row, after) === null ? findHold(row) : null;
    return buildUpcoming(row.name, schedule, { after, count, held });
  });
}

const findHold = (row: { paused: string | null; active: number; manual_only: number }): string | null =>
  row.paused !== null ? 'paused' : row.active === 0 ? 'inactive' : row.manual_only === 1 ? 'by hand alone' : null;

function formatUpcoming({ name, text, held, slots: coming }: UpcomingRuns): string {
  const head = `${name === null ? '' : `${escapeForTerminal(name)}: `}${text}${held === null ? '' : ` (${held}: it does not run by itself)`}\n`;
  const lines = coming.map((slot) => `  ${formatSlot(slot)}\n`);
  return head + (coming.length > 0 ? lines.join('') : '  no run is left\n');
}

/** `schedule next`: the next runs in local time and UTC, of connections or of a schedule that is tried out. Throws CONNECTION_UNKNOWN, SCHEDULE_INVALID. */
export const scheduleNext: Act = async (call) => {
  const { args, options, terminal } = call;
  const now = Date.now();
  const tried = parseScheduleOptions(options, now);
  if (tried && args.length > 0)
    throw engineError('USAGE', { problem: 'a connection has a schedule: give its name or a schedule, not both' });
  const tell = async (coming: readonly UpcomingRuns[]) => {
    if (options.json) await printJson(terminal, coming);
    else if (coming.length > 0) await terminal.print(coming.map(formatUpcoming).join(''));
    else terminal.tell('there is no connection yet: mapwright connection create makes one\n');
    return EXIT.done;
  };
  if (tried) return tell([buildUpcoming(null, tried, { after: now, count: options.count ?? SOON, held: null })]);
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    return await tell(await listUpcoming(store, call, now));
  } finally {
    await store.close();
  }
};
