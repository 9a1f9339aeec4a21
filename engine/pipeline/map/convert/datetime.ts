import { formatInstant, parseEpoch, parseIso, parseUtcInstant, type Zone } from '../../../base/time/index.ts';
import { type Conversion, createInvalid } from './conversion.ts';
import { parseEpochByMagnitude } from './epoch.ts';
import { addDigits, formatFiner } from './finer.ts';
import { parseLocalInstant } from './local-instant.ts';

const NOT_TIME = createInvalid(
  'is not a time',
  'Give an ISO 8601 time, or an epoch number in seconds or milliseconds.',
);

/** Zero value of a time in Go and .NET, which vendors send for a time that is not set. */
const ZERO_TIME = /^\s*0001-01-01(?:[T ]00:00|\s*$)/;

const [ONE, NINE] = [49, 57];

// Times of a later millennium, which begin with another digit, need no pattern.
const isZeroTime = (text: string): boolean => {
  const first = text.charCodeAt(0);
  return (first < ONE || first > NINE) && ZERO_TIME.test(text);
};

const parseText = (text: string, zone: Zone | undefined) => {
  const millis = parseIso(text, zone);
  return millis === undefined ? undefined : formatInstant(millis);
};

/**
 * Converts ISO 8601 text or an epoch number to RFC 3339 in UTC, truncated to milliseconds. The magnitude of a number
 * determines its unit (seconds to nanoseconds). Text without an offset is in `zone`, by default UTC. A zero time is no value.
 */
export const toDatetime: Conversion = (value, zone) => {
  if (typeof value === 'number') return parseEpochByMagnitude(value) ?? NOT_TIME;
  if (typeof value !== 'string') return NOT_TIME;
  if (isZeroTime(value)) return undefined;
  const fast = parseUtcInstant(value) ?? parseLocalInstant(value, zone);
  if (fast !== undefined) return fast;
  const text = value.trim();
  if (text === '') return undefined;
  return parseText(text, zone) ?? parseEpochByMagnitude(text) ?? NOT_TIME;
};

const FINER = /:\d{2}[.,]\d{3}(\d+)/;

/** Converts like `toDatetime`, and keeps micro- and nanoseconds. */
export const toFineDatetime: Conversion = (value, zone) => {
  const time = toDatetime(value, zone);
  if (typeof time !== 'string') return time;
  const digits = typeof value === 'string' ? FINER.exec(value)?.[1] : undefined;
  if (digits !== undefined) return addDigits(time, digits);
  if (typeof value === 'string' && value.includes(':')) return time;
  return formatFiner(time, parseEpoch(value as string | number));
};
