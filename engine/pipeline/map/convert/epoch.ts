import { EPOCH_UNITS, formatInstant, parseEpoch, shiftDecimal, toMillis } from '../../../base/time/index.ts';
import { type Conversion, createInvalid } from './conversion.ts';
import { formatFiner } from './finer.ts';

const NOT_EPOCH = createInvalid('is not an epoch time', 'Give a number, or a text of digits.');

const formatEpoch = (nanos: bigint | undefined): string | undefined =>
  nanos === undefined ? undefined : formatInstant(toMillis(nanos));

/** Parses an epoch number whose magnitude determines its unit; undefined if it is not a number. */
export const parseEpochByMagnitude = (value: number | string): string | undefined => formatEpoch(parseEpoch(value));

const isNumeric = (value: unknown): value is number | string => typeof value === 'number' || typeof value === 'string';

const createEpochConversion =
  (places: number): Conversion =>
  (value) => {
    if (!isNumeric(value)) return NOT_EPOCH;
    return value === '' ? undefined : (formatEpoch(shiftDecimal(value, places)) ?? NOT_EPOCH);
  };

/** Keeps the parts below the millisecond. */
const createFineConversion = (places: number): Conversion => {
  const convert = createEpochConversion(places);
  return (value, zone) => {
    const time = convert(value, zone);
    return typeof time === 'string' && isNumeric(value) ? formatFiner(time, shiftDecimal(value, places)) : time;
  };
};

/** Converts seconds since 1970 to an instant. */
export const epochSeconds = createEpochConversion(EPOCH_UNITS.epochSeconds);

/** Converts milliseconds since 1970 to an instant. */
export const epochMillis = createEpochConversion(EPOCH_UNITS.epochMillis);

/** The same with micro- and nanoseconds. */
export const fineEpochSeconds = createFineConversion(EPOCH_UNITS.epochSeconds);
export const fineEpochMillis = createFineConversion(EPOCH_UNITS.epochMillis);
