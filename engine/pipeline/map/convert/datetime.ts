import { instantFromMillis, instantFromUtc, parseIso, type Zone } from '../../../base/time/index.ts';
import { type Conversion, invalid } from './conversion.ts';
import { epochByMagnitude } from './epoch.ts';
import { instantFromLocal } from './local-instant.ts';

const NOT_TIME = invalid('is not a time', 'Give an ISO 8601 time, or an epoch number in seconds or milliseconds.');

const fromText = (text: string, zone: Zone | undefined) => {
  const millis = parseIso(text, zone);
  return millis === undefined ? undefined : instantFromMillis(millis);
};

/**
 * RFC 3339 in UTC, cut to the millisecond, from ISO 8601 text or an epoch number (seconds, milliseconds or
 * microseconds, told apart by size). Text without a zone is read in `zone`, without one in UTC.
 */
export const datetime: Conversion = (value, zone) => {
  if (typeof value === 'number') return epochByMagnitude(value) ?? NOT_TIME;
  if (typeof value !== 'string') return NOT_TIME;
  const hot = instantFromUtc(value) ?? instantFromLocal(value, zone);
  if (hot !== undefined) return hot;
  const text = value.trim();
  if (text === '') return undefined;
  return fromText(text, zone) ?? epochByMagnitude(text) ?? NOT_TIME;
};
