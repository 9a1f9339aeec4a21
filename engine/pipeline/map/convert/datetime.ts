import { formatInstant, parseIso, parseUtcInstant, type Zone } from '../../../base/time/index.ts';
import { type Conversion, createInvalid } from './conversion.ts';
import { parseEpochByMagnitude } from './epoch.ts';
import { parseLocalInstant } from './local-instant.ts';

const NOT_TIME = createInvalid(
  'is not a time',
  'Give an ISO 8601 time, or an epoch number in seconds or milliseconds.',
);

const parseText = (text: string, zone: Zone | undefined) => {
  const millis = parseIso(text, zone);
  return millis === undefined ? undefined : formatInstant(millis);
};

/**
 * RFC 3339 in UTC, cut to the millisecond, from ISO 8601 text or an epoch number (seconds, milliseconds or
 * microseconds, told apart by size). Text without a zone is read in `zone`, without one in UTC.
 */
export const toDatetime: Conversion = (value, zone) => {
  if (typeof value === 'number') return parseEpochByMagnitude(value) ?? NOT_TIME;
  if (typeof value !== 'string') return NOT_TIME;
  const hot = parseUtcInstant(value) ?? parseLocalInstant(value, zone);
  if (hot !== undefined) return hot;
  const text = value.trim();
  if (text === '') return undefined;
  return parseText(text, zone) ?? parseEpochByMagnitude(text) ?? NOT_TIME;
};
