import { engineError } from '../../../base/errors/index.ts';
import type { Store } from '../../../inventory/store/index.ts';
import { scheduleOf } from '../../../platform/connections/connection.ts';
import { connectionRow } from '../../../platform/connections/index.ts';
import { waitsFor } from '../../../platform/connections/scheduling.ts';
import { type Schedule, type Slot, scheduleText, slots } from '../../../platform/schedule/index.ts';
import type { Act, Call } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { shown } from '../../shown.ts';
import { openCliStore } from '../../store.ts';
import { printJson } from '../../terminal.ts';
import { givenSchedule } from '../connection/schedule.ts';
import { slotText } from '../connection/text.ts';

/** What runs when. */
interface Coming {
  readonly name: string | null;
  readonly schedule: Schedule | null;
  readonly text: string;
  /** Why it does not run by itself, if it does not. */
  readonly held: string | null;
  readonly slots: readonly Slot[];
}

const SOON = 5;

const comingOf = (name: string | null, schedule: Schedule | null, { after, count, held }: Ahead): Coming => ({
  name,
  schedule,
  text: schedule ? scheduleText(schedule) : 'by hand',
  held,
  slots: schedule ? slots(schedule, { after, count }) : [],
});

interface Ahead {
  readonly after: number;
  readonly count: number;
  readonly held: string | null;
}

async function ofConnections(store: Store, { args, options }: Call, after: number): Promise<readonly Coming[]> {
  const [name] = args;
  const rows =
    name === undefined
      ? await store.db.selectFrom('connection').selectAll().orderBy('name').execute()
      : [await connectionRow(store.db, name)];
  const count = options.count ?? (name === undefined ? 1 : SOON);
  return rows.map((row) => {
    const schedule = scheduleOf(row);
    const held = schedule && waitsFor(row, after) === null ? heldBy(row) : null;
    return comingOf(row.name, schedule, { after, count, held });
  });
}

const heldBy = (row: { paused: string | null; active: number; manual_only: number }): string | null =>
  row.paused !== null ? 'paused' : row.active === 0 ? 'inactive' : row.manual_only === 1 ? 'by hand alone' : null;

function textOf({ name, text, held, slots: coming }: Coming): string {
  const head = `${name === null ? '' : `${shown(name)}: `}${text}${held === null ? '' : ` (${held}: it does not run by itself)`}\n`;
  const lines = coming.map((slot) => `  ${slotText(slot)}\n`);
  return head + (coming.length > 0 ? lines.join('') : '  no run is left\n');
}

/** `schedule next`: the next runs in local time and UTC, of connections or of a schedule that is tried out. Throws CONNECTION_UNKNOWN, SCHEDULE_INVALID. */
export const scheduleNext: Act = async (call) => {
  const { args, options, terminal } = call;
  const now = Date.now();
  const tried = givenSchedule(options, now);
  if (tried && args.length > 0)
    throw engineError('USAGE', { problem: 'a connection has a schedule: give its name or a schedule, not both' });
  const tell = async (coming: readonly Coming[]) => {
    if (options.json) await printJson(terminal, coming);
    else if (coming.length > 0) await terminal.print(coming.map(textOf).join(''));
    else terminal.tell('there is no connection yet: mapwright connection create makes one\n');
    return EXIT.done;
  };
  if (tried) return tell([comingOf(null, tried, { after: now, count: options.count ?? SOON, held: null })]);
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    return await tell(await ofConnections(store, call, now));
  } finally {
    await store.close();
  }
};
