import { engineError } from '../../../base/errors/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import { parseStoredSchedule } from '../../../platform/connections/connection.ts';
import { readConnectionRow } from '../../../platform/connections/index.ts';
import { findWaitingSlot } from '../../../platform/connections/scheduling.ts';
import { formatSchedule, listSlots, type Schedule, type ScheduleSlot } from '../../../platform/schedule/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { escapeForTerminal } from '../../text/escape-text.ts';
import { parseScheduleOptions } from '../connection/schedule.ts';
import { formatSlot } from '../connection/text.ts';

/** Upcoming runs of a connection or of a schedule. */
interface UpcomingRuns {
  readonly name: string | null;
  readonly schedule: Schedule | null;
  readonly text: string;
  /** Reason why the schedule has no effect; null if it does. */
  readonly held: string | null;
  readonly slots: readonly ScheduleSlot[];
}

const DEFAULT_COUNT = 5;

const buildUpcoming = (
  name: string | null,
  schedule: Schedule | null,
  { after, count, held }: PreviewRange,
): UpcomingRuns => ({
  name,
  schedule,
  text: schedule ? formatSchedule(schedule) : 'manual',
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
  const count = options.count ?? (name === undefined ? 1 : DEFAULT_COUNT);
  return rows.map((row) => {
    const schedule = parseStoredSchedule(row);
    const held = schedule && findWaitingSlot(row, after) === null ? findHold(row) : null;
    return buildUpcoming(row.name, schedule, { after, count, held });
  });
}

const findHold = (row: { paused: string | null; active: number; manual_only: number }): string | null =>
  row.paused !== null ? 'paused' : row.active === 0 ? 'inactive' : row.manual_only === 1 ? 'manual only' : null;

function formatUpcoming({ name, text, held, slots: coming }: UpcomingRuns): string {
  const head = `${name === null ? '' : `${escapeForTerminal(name)}: `}${text}${held === null ? '' : ` (${held}: no scheduled runs)`}\n`;
  const lines = coming.map((slot) => `  ${formatSlot(slot)}\n`);
  return head + (coming.length > 0 ? lines.join('') : '  no upcoming runs\n');
}

/**
 * `schedule next`: prints the next runs of connections, or of the schedule in the options, in local time and UTC. Throws
 * CONNECTION_UNKNOWN, SCHEDULE_INVALID, USAGE.
 */
export const scheduleNext: Act = async (call) => {
  const { args, options, terminal } = call;
  const now = Date.now();
  const tried = parseScheduleOptions(options, now);
  if (tried && args.length > 0)
    throw engineError('USAGE', { problem: 'a connection name and schedule options exclude each other: use one' });
  const printUpcoming = async (coming: readonly UpcomingRuns[]) => {
    if (options.json) await printJson(terminal, coming);
    else if (coming.length > 0) await terminal.print(coming.map(formatUpcoming).join(''));
    else terminal.tell('no connections yet; create one with mapwright connection create\n');
    return EXIT.done;
  };
  if (tried)
    return printUpcoming([
      buildUpcoming(null, tried, { after: now, count: options.count ?? DEFAULT_COUNT, held: null }),
    ]);
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    return await printUpcoming(await listUpcoming(store, call, now));
  } finally {
    await store.close();
  }
};
