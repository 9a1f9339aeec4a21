import { input, number, search, select } from '@inquirer/prompts';
import { isEngineError } from '../../../base/errors/index.ts';
import { formatLocal, isZone, parseLocal } from '../../../base/time/index.ts';
import { listSlots, parseSchedule, type Schedule } from '../../../platform/schedule/index.ts';
import type { Terminal } from '../../terminal.ts';
import { PROMPT_OPTIONS, rethrowInterrupt } from './ask.ts';
import { localZone } from './schedule.ts';
import { formatSlot } from './text.ts';

const DAY = 86_400_000;
const SHOWN_ZONES = 12;
const SHOWN_SLOTS = 3;

type Kind = 'once' | 'interval' | 'cron' | 'none';

const KINDS: readonly { readonly name: string; readonly value: Kind }[] = [
  { name: 'once, at a date and time', value: 'once' },
  { name: 'at an interval of minutes, hours, days, weeks or months', value: 'interval' },
  { name: 'on a cron schedule', value: 'cron' },
  { name: 'manual only', value: 'none' },
];

const zoneName = (timeZone: string, timeZoneName: 'longOffset' | 'long', now: number): string => {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
};

/** Builds the choice of a time zone: `Asia/Calcutta (GMT+05:30, India Standard Time)`. */
const buildZoneChoice = (zone: string, now: number) => ({
  value: zone,
  name: `${zone} (${[...new Set([zoneName(zone, 'longOffset', now), zoneName(zone, 'long', now)])].join(', ')})`,
});

function askZone(now: number): Promise<string> {
  const own = localZone();
  const choices = Intl.supportedValuesOf('timeZone').map((zone) => buildZoneChoice(zone, now));
  const source = (term = own) => {
    const lowerTerm = term.toLowerCase();
    const found = choices.filter(({ name }) => name.toLowerCase().includes(lowerTerm));
    // UTC and aliases such as Asia/Kolkata are valid zones, but not in the list.
    const exact = isZone(term) ? [buildZoneChoice(term, now)] : [];
    const others = found.filter(({ value }) => value !== exact[0]?.value);
    return [...exact, ...others].slice(0, SHOWN_ZONES);
  };
  return search({ message: 'Time zone', source }, PROMPT_OPTIONS);
}

const isTime = (text: string) => parseLocal(text) !== undefined || 'Use the format 2026-12-01T02:30 or 2026-12-01.';

const formatTomorrow = (zone: string, now: number): string =>
  `${formatLocal(now + DAY, zone).slice(0, 'YYYY-MM-DD'.length)}T02:00`;

async function askEnd(): Promise<{ readonly end?: string }> {
  const validate = (text: string) => text === '' || isTime(text);
  const end = await input({ message: 'End date (optional)', validate }, PROMPT_OPTIONS);
  return end === '' ? {} : { end };
}

async function askInterval(zone: string, now: number): Promise<unknown> {
  const every = await number(
    { message: 'Interval length', min: 1, max: 9999, default: 1, required: true },
    PROMPT_OPTIONS,
  );
  const units = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
  const unit = await select({ message: 'Interval unit', choices: [...units], default: 'days' }, PROMPT_OPTIONS);
  const start = await input(
    { message: 'Start date and time', default: formatTomorrow(zone, now), validate: isTime },
    PROMPT_OPTIONS,
  );
  return { type: 'interval', every, unit, start, ...(await askEnd()), zone };
}

const PROMPTS: Readonly<Record<Exclude<Kind, 'none'>, (zone: string, now: number) => Promise<unknown>>> = {
  once: async (zone, now) => {
    const isWhole = (text: string) => (text.includes('T') ? isTime(text) : 'Include a time: 2026-12-01T02:30.');
    const at = await input(
      { message: 'Date and time', default: formatTomorrow(zone, now), validate: isWhole },
      PROMPT_OPTIONS,
    );
    return { type: 'once', at, zone };
  },
  interval: askInterval,
  cron: async (zone) => {
    const cron = await input(
      { message: 'Cron expression (minute, hour, day, month, weekday)', default: '0 2 * * *' },
      PROMPT_OPTIONS,
    );
    return { type: 'cron', cron, ...(await askEnd()), zone };
  },
};

/** Prompts for a schedule and shows its next runs in local time and UTC. Returns null for manual runs. Throws INTERRUPTED. */
export async function askSchedule(terminal: Terminal, now: number): Promise<Schedule | null> {
  for (;;) {
    const kind = await select({ message: 'Schedule', choices: KINDS }, PROMPT_OPTIONS).catch(rethrowInterrupt);
    if (kind === 'none') return null;
    const zone = await askZone(now).catch(rethrowInterrupt);
    const value = await PROMPTS[kind](zone, now).catch(rethrowInterrupt);
    try {
      const schedule = parseSchedule(value);
      const coming = listSlots(schedule, { after: now, count: SHOWN_SLOTS });
      for (const slot of coming) terminal.tell(`  ${formatSlot(slot)}\n`);
      if (coming.length > 0) return schedule;
      terminal.tell('  no upcoming runs: the schedule is in the past\n');
    } catch (error) {
      if (!isEngineError(error, 'SCHEDULE_INVALID')) throw error;
      terminal.tell(`  ${error.message}. ${error.fix}\n`);
    }
  }
}
