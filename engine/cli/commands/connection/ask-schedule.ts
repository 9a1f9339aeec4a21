import { input, number, search, select } from '@inquirer/prompts';
import { isEngineError } from '../../../base/errors/index.ts';
import { isZone, localText, parseLocal } from '../../../base/time/index.ts';
import { asSchedule, type Schedule, slots } from '../../../platform/schedule/index.ts';
import type { Terminal } from '../../terminal.ts';
import { ASKED, asInterrupt } from './ask.ts';
import { ownZone } from './schedule.ts';
import { slotText } from './text.ts';

const DAY = 86_400_000;
const SHOWN_ZONES = 12;
const SHOWN_SLOTS = 3;

type Kind = 'once' | 'interval' | 'cron' | 'none';

const KINDS: readonly { readonly name: string; readonly value: Kind }[] = [
  { name: 'single occurrence: once, at a date and time', value: 'once' },
  { name: 'recurring: every so many hours, days, weeks, …', value: 'interval' },
  { name: 'recurring: by a cron expression', value: 'cron' },
  { name: 'not by itself: by hand alone', value: 'none' },
];

const nameIn = (timeZone: string, timeZoneName: 'longOffset' | 'long', now: number): string => {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName }).formatToParts(now);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
};

/** A zone as people look for it: `Asia/Calcutta (GMT+05:30, India Standard Time)`. */
const zoneChoice = (zone: string, now: number) => ({
  value: zone,
  name: `${zone} (${[...new Set([nameIn(zone, 'longOffset', now), nameIn(zone, 'long', now)])].join(', ')})`,
});

function askZone(now: number): Promise<string> {
  const own = ownZone();
  const known = Intl.supportedValuesOf('timeZone').map((zone) => zoneChoice(zone, now));
  const source = (term = own) => {
    const wanted = term.toLowerCase();
    const found = known.filter(({ name }) => name.toLowerCase().includes(wanted));
    // UTC and old names such as Asia/Kolkata's are zones, too, though not listed.
    const exact = isZone(term) ? [zoneChoice(term, now)] : [];
    const others = found.filter(({ value }) => value !== exact[0]?.value);
    return [...exact, ...others].slice(0, SHOWN_ZONES);
  };
  return search({ message: 'Time zone', source }, ASKED);
}

const isTime = (text: string) => parseLocal(text) !== undefined || 'Write it like 2026-12-01T02:30 or 2026-12-01.';

const tomorrow = (zone: string, now: number): string =>
  `${localText(now + DAY, zone).slice(0, 'YYYY-MM-DD'.length)}T02:00`;

async function askEnd(): Promise<{ readonly end?: string }> {
  const validate = (text: string) => text === '' || isTime(text);
  const end = await input({ message: 'End date (nothing: it goes on)', validate }, ASKED);
  return end === '' ? {} : { end };
}

async function askInterval(zone: string, now: number): Promise<unknown> {
  const every = await number({ message: 'Every how many?', min: 1, max: 9999, default: 1, required: true }, ASKED);
  const units = ['minutes', 'hours', 'days', 'weeks', 'months'] as const;
  const unit = await select({ message: 'Of what?', choices: [...units], default: 'days' }, ASKED);
  const start = await input({ message: 'Start date and time', default: tomorrow(zone, now), validate: isTime }, ASKED);
  return { type: 'interval', every, unit, start, ...(await askEnd()), zone };
}

const ASK: Readonly<Record<Exclude<Kind, 'none'>, (zone: string, now: number) => Promise<unknown>>> = {
  once: async (zone, now) => {
    const isWhole = (text: string) => (text.includes('T') ? isTime(text) : 'Give a time, too: 2026-12-01T02:30.');
    const at = await input({ message: 'Date and time', default: tomorrow(zone, now), validate: isWhole }, ASKED);
    return { type: 'once', at, zone };
  },
  interval: askInterval,
  cron: async (zone) => {
    const cron = await input({ message: 'Minute, hour, day, month, day of the week', default: '0 2 * * *' }, ASKED);
    return { type: 'cron', cron, ...(await askEnd()), zone };
  },
};

/** Asks when a connection runs, and shows the next times in local time and UTC; null for by hand. Throws INTERRUPTED. */
export async function askSchedule(terminal: Terminal, now: number): Promise<Schedule | null> {
  for (;;) {
    const kind = await select({ message: 'Occurs', choices: KINDS }, ASKED).catch(asInterrupt);
    if (kind === 'none') return null;
    const zone = await askZone(now).catch(asInterrupt);
    const value = await ASK[kind](zone, now).catch(asInterrupt);
    try {
      const schedule = asSchedule(value);
      const coming = slots(schedule, { after: now, count: SHOWN_SLOTS });
      for (const slot of coming) terminal.tell(`  ${slotText(slot)}\n`);
      if (coming.length > 0) return schedule;
      terminal.tell('  that lies in the past: it would never run\n');
    } catch (error) {
      if (!isEngineError(error, 'SCHEDULE_INVALID')) throw error;
      terminal.tell(`  ${error.message}. ${error.fix}\n`);
    }
  }
}
