import { daysInMonth } from './instant.ts';
import { DAYS, type LocalDate, MONTHS } from './rfc2822.ts';

/** Date and time to write by a pattern. */
export interface TimeParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Nanoseconds within the second. */
  readonly nanos: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

/** Values read by a pattern. */
type ReadParts = { -readonly [K in keyof TimeParts]?: number } & { afternoon?: boolean };

/** Part of a pattern: the text that it accepts, its effect on the values read, and the text that it writes. */
interface Token {
  readonly accepts: string;
  readonly read: (text: string, into: ReadParts) => void;
  readonly write: (parts: TimeParts) => string;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

type Field = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const createNumber = (field: Field, width: number): Token => ({
  accepts: width === 1 ? '\\d{1,2}' : `\\d{${width}}`,
  read: (text, into) => {
    into[field] = Number(text);
  },
  write: (parts) => pad(parts[field], width),
});

const toTwelve = (hour: number): number => hour % 12 || 12;

const createTwelve = (width: number): Token => ({
  ...createNumber('hour', width),
  write: ({ hour }) => pad(toTwelve(hour), width),
});

const FULL_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
];
const FULL_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const createMonth = (names: readonly string[]): Token => ({
  accepts: names.join('|'),
  read: (text, into) => {
    into.month = names.findIndex((name) => name.toLowerCase() === text.toLowerCase()) + 1;
  },
  write: ({ month }) => names[month - 1] ?? '',
});

// Date.UTC maps the years 0 to 99 to 1900 to 1999.
const toUtc = (year: number, month: number, day: number, millis = 0): number =>
  new Date(Date.UTC(2000, 0, 1) + millis).setUTCFullYear(year, month - 1, day);

const createDay = (names: readonly string[]): Token => ({
  accepts: names.join('|'),
  // The date determines the day of the week.
  read: () => undefined,
  write: ({ year, month, day }) => names[new Date(toUtc(year, month, day)).getUTCDay()] ?? '',
});

const createOffset = (separator: string, zulu: boolean): Token => ({
  accepts: '[Zz]|[+-]\\d{2}(?::?\\d{2})?',
  read: (text, into) => {
    const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(text) ?? [];
    into.offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes));
  },
  write: ({ offset }) => {
    if (offset === 0 && zulu) return 'Z';
    const size = Math.abs(offset);
    return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
  },
});

const createFraction = (width: number): Token => ({
  accepts: '\\d{1,9}',
  read: (text, into) => {
    into.nanos = Number(text.padEnd(9, '0'));
  },
  write: ({ nanos }) => pad(nanos, 9).slice(0, width),
});

const TOKENS: Readonly<Record<string, Token>> = {
  yyyy: createNumber('year', 4),
  yy: {
    accepts: '\\d{2}',
    read: (text, into) => {
      into.year = Number(text) + (Number(text) < 70 ? 2000 : 1900);
    },
    write: ({ year }) => pad(year % 100, 2),
  },
  MMMM: createMonth(FULL_MONTHS),
  MMM: createMonth(MONTHS),
  MM: createNumber('month', 2),
  M: createNumber('month', 1),
  dd: createNumber('day', 2),
  d: createNumber('day', 1),
  EEEE: createDay(FULL_DAYS),
  EEE: createDay(DAYS),
  HH: createNumber('hour', 2),
  H: createNumber('hour', 1),
  hh: createTwelve(2),
  h: createTwelve(1),
  a: {
    accepts: 'AM|PM',
    read: (text, into) => {
      into.afternoon = text.toUpperCase() === 'PM';
    },
    write: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  },
  mm: createNumber('minute', 2),
  m: createNumber('minute', 1),
  ss: createNumber('second', 2),
  s: createNumber('second', 1),
  ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => ['S'.repeat(i + 1), createFraction(i + 1)])),
  xxx: createOffset(':', false),
  xx: createOffset('', false),
  XXX: createOffset(':', true),
  XX: createOffset('', true),
};

type Piece = string | Token;

// A run of one letter is a token if it is known, and literal otherwise, as `T` and `Z`; quotes make letters literal.
const PIECE = /'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+|'/g;

const parsePieces = (pattern: string): Piece[] =>
  [...pattern.matchAll(PIECE)].map(([text, quoted]) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted;
    return Object.hasOwn(TOKENS, text) ? (TOKENS[text] as Token) : text;
  });

/** Compiled pattern of a time. */
export interface TimePattern {
  /** True if it has a year, a month and a day. */
  readonly isComplete: boolean;
  /** Parses the whole text; undefined if it does not match or is no date. `nanos` are within the second. */
  read(text: string): (LocalDate & { readonly nanos: number }) | undefined;
  write(parts: TimeParts): string;
}

const escapeText = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/\s+/g, '\\s+');

function toLocalDate(parts: ReadParts): (LocalDate & { nanos: number }) | undefined {
  const { year = 1970, month = 1, day = 1, minute = 0, second = 0, nanos = 0, afternoon } = parts;
  const hour = afternoon === undefined ? (parts.hour ?? 0) : ((parts.hour ?? 0) % 12) + (afternoon ? 12 : 0);
  if (day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return undefined;
  return { local: toUtc(year, month, day, ((hour * 60 + minute) * 60 + second) * 1000), offset: parts.offset, nanos };
}

function compilePattern(pattern: string): TimePattern {
  const pieces = parsePieces(pattern);
  const tokens = pieces.filter((piece): piece is Token => typeof piece !== 'string');
  const form = new RegExp(
    `^${pieces.map((piece) => (typeof piece === 'string' ? escapeText(piece) : `(${piece.accepts})`)).join('')}$`,
    'i',
  );
  const example: ReadParts = {};
  for (const token of tokens) token.read('1', example);
  return {
    isComplete: example.year !== undefined && example.month !== undefined && example.day !== undefined,
    read(text) {
      const values = form.exec(text);
      if (!values) return undefined;
      const parts: ReadParts = {};
      for (const [index, token] of tokens.entries()) token.read(values[index + 1] ?? '', parts);
      return toLocalDate(parts);
    },
    write: (parts) => pieces.map((piece) => (typeof piece === 'string' ? piece : piece.write(parts))).join(''),
  };
}

const compiled = new Map<string, TimePattern>();
const MOST_PATTERNS = 1000;

/** Returns the compiled pattern of a text; any text is a pattern. */
export function getPattern(pattern: string): TimePattern {
  const known = compiled.get(pattern);
  if (known) return known;
  if (compiled.size >= MOST_PATTERNS) compiled.clear();
  const fresh = compilePattern(pattern);
  compiled.set(pattern, fresh);
  return fresh;
}
