import type { Vulnerability } from './records.ts';

const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", copy: '©' };

/** Vendor item. Numbers that would lose precision are strings. */
export const parseItem = <T>(text: string, exact: boolean): T => JSON.parse(text, exact ? keepDigits : undefined) as T;

/** Non-empty text. */
export const said = (value: string | null | undefined): string | undefined => (value ? value : undefined);

/** Converts markup to plain text. */
export const plain = (value: string | null | undefined): string | undefined =>
  said(
    (value ?? '')
      .replace(/<\/?[a-z!][^>]*>/gi, ' ')
      .replace(/&(?:#(\d+)|(\w+));/g, (whole, digits, name) =>
        digits === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(Number(digits)),
      )
      .replace(INVISIBLE, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );

/** Removes invisible characters. */
export const visible = (value: string | null | undefined): string | undefined => said(value?.replace(INVISIBLE, ''));

/** Truncates RFC 3339 in UTC to milliseconds. Throws if the time is not in UTC. */
export const time = (value: string | null | undefined): string | undefined => {
  if (!value) return undefined;
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/.exec(value) ?? [];
  if (seconds === undefined) throw new Error(`not a UTC time: ${value}`);
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
};

/** Formats `CWE-<n>`. */
export const cwe = (value: number | string | null | undefined): string | undefined =>
  Number(value) > 0 ? `CWE-${Number(value)}` : undefined;

/** Returns the text if it is a CVE ID. */
export const cve = (value: string | null | undefined): string | undefined =>
  value && /^CVE-\d{4}-\d{4,}$/.test(value) ? value : undefined;

/** Returns the vulnerability part, or undefined if it is empty. */
export const vulnerability = (
  parts: { [K in keyof Vulnerability]: Vulnerability[K] | undefined },
): { vulnerability: Vulnerability } | undefined => {
  const kept = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return Object.keys(kept).length === 0 ? undefined : { vulnerability: kept };
};

const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(context?.source ?? '')
    ? context?.source
    : value;
