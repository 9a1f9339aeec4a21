import { compareDecimals, type Decimal, formatNumber, type Json, parseDecimal } from '../../base/json/index.ts';
import { formatNanos, formatTimeValue, type Nanos, parseNanos, toExactNumber, toNanos } from '../../base/time/index.ts';
import type { CompiledIncremental, ConnectorScope } from '../connector/connector.ts';
import type { RequestPatch } from '../request/index.ts';

/** Number with the vendor's text: requests send the same digits. */
interface ExactNumber {
  readonly text: string;
  readonly value: Decimal;
}

interface ValueOf {
  readonly datetime: Nanos;
  readonly number: ExactNumber;
  readonly text: string;
  readonly token: string;
}

/** Cursor value of one type. No type loses digits: a rounded cursor skips records without an error. */
interface CursorOrder<T> {
  /** Parses a vendor's or saved value; undefined if it is invalid. */
  parse(spec: CompiledIncremental, value: string | number): T | undefined;
  /** Returns true if `value` replaces `than`. */
  isLater(value: T, than: T): boolean;
  /** Text in the saved state. `parse` reads it, whatever the formats. */
  save(value: T): string;
  /** Value of `{{cursor.start}}`. */
  send(spec: CompiledIncremental, value: T): string | number;
  /** Moves a start back by the lookback. */
  back?(spec: CompiledIncremental, value: T): T;
  /** Limits a value to the start of the read, epoch ms. */
  limit?(value: T, cap: number): T;
}

/** Saved times are in RFC 3339, which no format of the vendor has to match. */
const SAVED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,9}Z$/;

const datetime: CursorOrder<Nanos> = {
  parse: ({ readFormats, zone }, value) =>
    parseNanos(value, SAVED.test(String(value)) ? {} : { formats: readFormats, zone }),
  isLater: (value, than) => value > than,
  save: formatNanos,
  send: ({ format, zone }, value) => formatTimeValue(value, format, zone),
  back: ({ lookbackMs }, value) => value - toNanos(Math.round(lookbackMs)),
  limit: (value, cap) => {
    const most = toNanos(Math.floor(cap));
    if (value > most) return most;
    return value;
  },
};

const number: CursorOrder<ExactNumber> = {
  parse: (_spec, value) => {
    const text = typeof value === 'number' ? formatNumber(value) : value.trim();
    const exact = parseDecimal(text);
    return exact && { text, value: exact };
  },
  isLater: (value, than) => compareDecimals(value.value, than.value) > 0,
  save: ({ text }) => text,
  send: (_spec, { text }) => toExactNumber(text),
};

const text: CursorOrder<string> = {
  parse: (_spec, value) => String(value),
  isLater: (value, than) => value > than,
  save: (value) => value,
  send: (_spec, value) => value,
};

/** Opaque value, such as a delta link: the last one that the vendor sent is the next start. */
const token: CursorOrder<string> = {
  ...text,
  parse: (_spec, value) => (value === '' ? undefined : String(value)),
  isLater: () => true,
};

const ORDERS: { readonly [T in CompiledIncremental['type']]: CursorOrder<ValueOf[T]> } = {
  datetime,
  number,
  text,
  token,
};

/** Cursor value that can be compared with others of the same stream. */
export type CursorValue = ValueOf[CompiledIncremental['type']];

const orderOf = ({ type }: CompiledIncremental): CursorOrder<CursorValue> => ORDERS[type] as CursorOrder<CursorValue>;

/** Parses a cursor value; undefined if it is missing or invalid. */
export const parseCursor = (spec: CompiledIncremental, value: Json | undefined): CursorValue | undefined =>
  typeof value === 'string' || typeof value === 'number' ? orderOf(spec).parse(spec, value) : undefined;

/** Returns true if a cursor value replaces another one. */
export const isLater = (spec: CompiledIncremental, value: CursorValue, than: CursorValue): boolean =>
  orderOf(spec).isLater(value, than);

/** Formats a cursor value for the saved state. */
export const saveCursor = (spec: CompiledIncremental, value: CursorValue): string => orderOf(spec).save(value);

/** Formats `{{cursor.start}}` for a request. */
export const formatStart = (spec: CompiledIncremental, start: CursorValue): string | number =>
  orderOf(spec).send(spec, start);

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Adds a start that is a number and stays text, because a double would round it, to the numbers of a JSON body. */
export function addCursorNumber(
  spec: CompiledIncremental | undefined,
  { cursor }: ConnectorScope,
  patch: RequestPatch | undefined,
): RequestPatch | undefined {
  const start = (cursor as { readonly start?: unknown } | undefined)?.start;
  const isNumeric = spec?.type === 'number' || (spec?.type === 'datetime' && spec.format.startsWith('epoch'));
  if (!isNumeric || typeof start !== 'string' || !JSON_NUMBER.test(start)) return patch;
  return { ...patch, numbers: [...(patch?.numbers ?? []), start] };
}

/** Moves a saved cursor back by the lookback. */
export const applyLookback = (spec: CompiledIncremental, value: CursorValue): CursorValue =>
  orderOf(spec).back?.(spec, value) ?? value;

/** Limits a cursor to the start of the read (epoch ms), for types that are times. */
export const limitCursor = (spec: CompiledIncremental, value: CursorValue, cap: number): CursorValue =>
  orderOf(spec).limit?.(value, cap) ?? value;
