import { instantFromMillis, instantFromUtc, type Zone } from '../../time/index.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const MOST_HOURS = 50_000;

/** Hours of a zone that lie in UTC as whole hours: `2025-02-11T09` → `2025-02-11T14`; "" for those that do not. */
const hoursOf = new WeakMap<Zone, Map<string, string>>();

const tableFor = (zone: Zone): Map<string, string> => {
  const table = hoursOf.get(zone) ?? new Map<string, string>();
  if (table.size > MOST_HOURS) table.clear();
  hoursOf.set(zone, table);
  return table;
};

const hourInUtc = (hour: string, zone: Zone): string => {
  const local = Date.parse(`${hour}:00:00Z`);
  const offset = zone(local);
  const isEven = [1, 2, 3].every((quarter) => zone(local + quarter * QUARTER) === offset);
  return isEven && offset % HOUR === 0 ? (instantFromMillis(local - offset)?.slice(0, 13) ?? '') : '';
};

/**
 * The hot case of a time without an offset, `2025-02-11 09:14:03.12`, read in a zone: RFC 3339 in UTC with
 * milliseconds. Undefined for any other text, and in hours in which the clocks change.
 */
export const instantFromLocal = (text: string, zone: Zone | undefined): string | undefined => {
  const between = text.charCodeAt(10);
  if (between !== 32 && between !== 84) return undefined;
  const local = instantFromUtc(`${text.slice(0, 10)}T${text.slice(11)}Z`);
  if (local === undefined || zone === undefined) return local;
  const table = tableFor(zone);
  const hour = local.slice(0, 13);
  let moved = table.get(hour);
  if (moved === undefined) {
    moved = hourInUtc(hour, zone);
    table.set(hour, moved);
  }
  return moved === '' ? undefined : moved + local.slice(13);
};
