import type { Json } from '../../../../base/json/index.ts';
import { parseTime } from '../../../../base/time/index.ts';
import type { Member } from './members.ts';

/** Conversion of a field (`as`), or none. */
export type Conversion =
  | 'string'
  | 'integer'
  | 'number'
  | 'datetime'
  | 'epochSeconds'
  | 'epochMillis'
  | 'plainText'
  | 'list'
  | 'cwe'
  | 'cve'
  | 'url';

const every = ({ values }: Member, test: (value: Json) => boolean): boolean =>
  values.length > 0 && values.slice(0, 200).every(test);

const isText = (value: Json): value is string => typeof value === 'string';

const isTimeText = (value: Json): boolean => isText(value) && !/^[\d.]+$/.test(value) && parseTime(value) !== undefined;

const asNumber = (value: Json): number =>
  typeof value === 'number' ? value : isText(value) && value.trim() !== '' ? Number(value) : Number.NaN;

/** Returns the conversion of times, or undefined if the values are no times that the engine reads. Without values, by the declared format. */
export function findTimeConversion(member: Member): Conversion | undefined {
  if (every(member, isTimeText)) return 'datetime';
  if (every(member, (value) => asNumber(value) >= 1e11)) return 'epochMillis';
  if (every(member, (value) => asNumber(value) >= 1e8)) return 'epochSeconds';
  const { format } = member.schema;
  return member.values.length === 0 && (format === 'date-time' || format === 'date') ? 'datetime' : undefined;
}

/** Reports whether the values fit a pattern; true without values. */
const fits = (member: Member, pattern: RegExp): boolean =>
  member.values.length === 0 || every(member, (value) => pattern.test(String(value)));

export const FORMATS = {
  cve: (member: Member) => every(member, (value) => /^CVE-\d{4}-\d{4,}$/i.test(String(value))),
  cwe: (member: Member) => every(member, (value) => /^CWE-\d+$/i.test(String(value))),
  cweNumber: (member: Member) => fits(member, /^(?:CWE-)?-?\d{1,5}$/i),
  url: (member: Member) => fits(member, /^(?:https?|git|ssh|ftp):\/\/\S+$/i),
  number: (member: Member) => fits(member, /^-?\d+(?:\.\d+)?$/),
  integer: (member: Member) => fits(member, /^\d+$/),
  cvss: (member: Member) =>
    member.values.length === 0 || every(member, (value) => asNumber(value) >= 0 && asNumber(value) <= 10),
  vector: (member: Member) => every(member, (value) => /^\(?(?:CVSS:|AV:)/.test(String(value))),
  fraction: (member: Member) =>
    member.values.length === 0 || every(member, (value) => asNumber(value) >= 0 && asNumber(value) <= 1),
  ip: (member: Member) =>
    every(member, (value) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]+:[0-9a-f:]+)$/i.test(String(value))),
} as const;
