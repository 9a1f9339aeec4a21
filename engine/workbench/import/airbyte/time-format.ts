import { refuse } from './untranslatable.ts';

/** Forms of one strftime directive: our pattern, JSONata's picture, and the unit that it resolves. */
interface Directive {
  readonly pattern: string;
  readonly picture: string;
  readonly unit?: number;
}

const [SECOND, DAY] = [1000, 86_400_000];

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  Y: { pattern: 'yyyy', picture: '[Y0001]' },
  y: { pattern: 'yy', picture: '[Y01]' },
  m: { pattern: 'MM', picture: '[M01]' },
  b: { pattern: 'MMM', picture: '[MNn,3-3]' },
  B: { pattern: 'MMMM', picture: '[MNn]' },
  d: { pattern: 'dd', picture: '[D01]', unit: DAY },
  a: { pattern: 'EEE', picture: '[FNn,3-3]', unit: DAY },
  A: { pattern: 'EEEE', picture: '[FNn]', unit: DAY },
  H: { pattern: 'HH', picture: '[H01]', unit: 3_600_000 },
  I: { pattern: 'hh', picture: '[h01]', unit: 3_600_000 },
  p: { pattern: 'a', picture: '[PN]' },
  M: { pattern: 'mm', picture: '[m01]', unit: 60_000 },
  S: { pattern: 'ss', picture: '[s01]', unit: SECOND },
  f: { pattern: 'SSSSSS', picture: '[f001]000', unit: 0.001 },
  _ms: { pattern: 'SSS', picture: '[f001]', unit: 1 },
  z: { pattern: 'xx', picture: '+0000' },
  Z: { pattern: "'UTC'", picture: 'UTC' },
  '%': { pattern: '%', picture: '%' },
};

const SHORTHANDS: Readonly<Record<string, string>> = { '%T': '%H:%M:%S', '%F': '%Y-%m-%d', '%D': '%m/%d/%y' };

/** Format of a time in the definition, in our forms. */
export interface TimeForm {
  /** Value of a manifest's timeFormat. */
  readonly format: string;
  /** JSONata picture; absent for numbers. */
  readonly picture?: string;
  /** Smallest difference that it shows, in milliseconds. */
  readonly resolution: number;
  /** Milliseconds per unit of an epoch number. */
  readonly epoch?: number;
  /** True for ISO 8601, which needs no format to be read. */
  readonly isIso: boolean;
}

const EPOCHS: Readonly<Record<string, TimeForm>> = {
  '%s': { format: 'epochSeconds', resolution: SECOND, epoch: SECOND, isIso: false },
  '%s_as_float': { format: 'epochSeconds', resolution: SECOND, epoch: SECOND, isIso: false },
  '%ms': { format: 'epochMillis', resolution: 1, epoch: 1, isIso: false },
  '%epoch_microseconds': { format: 'epochMicros', resolution: 0.001, epoch: 0.001, isIso: false },
};

const NAMED: Readonly<Record<string, string>> = {
  '%Y-%m-%d': 'date',
  '%Y-%m-%dT%H:%M:%SZ': 'rfc3339Seconds',
  '%Y-%m-%dT%H:%M:%S.%fZ': 'rfc3339Micros',
  '%Y-%m-%dT%H:%M:%S.%_msZ': 'rfc3339',
};

const ISO = /^%Y-%m-%d(?:[T ]%H:%M(?::%S(?:\.%(?:f|_ms|\d{3,6}))?)?(?:\.0+)?(?:Z|\+00:?00|-00:?00|%z)?)?$/;

const LETTERS = /[A-Za-z']/;

const quote = (text: string): string => (LETTERS.test(text) ? `'${text.replaceAll("'", "''")}'` : text);

const PART = /%(_ms|[A-Za-z%])|([^%]+)/g;

/** Parses a strftime format. Fails for directives without a counterpart. */
export function parseTimeForm(source: string): TimeForm {
  const epoch = Object.hasOwn(EPOCHS, source) ? EPOCHS[source] : undefined;
  if (epoch) return epoch;
  const expanded = Object.entries(SHORTHANDS).reduce((text, [short, long]) => text.replaceAll(short, long), source);
  let [pattern, picture, resolution, length] = ['', '', 30 * DAY, 0];
  for (const [whole, name, literal] of expanded.matchAll(PART)) {
    length += whole.length;
    if (literal !== undefined) {
      pattern += quote(literal);
      picture += literal.replaceAll('[', '[[').replaceAll(']', ']]');
      continue;
    }
    const directive = Object.hasOwn(DIRECTIVES, name ?? '') ? DIRECTIVES[name ?? ''] : undefined;
    if (directive === undefined) return refuse(`the time format "${source}" has the unsupported directive %${name}`);
    pattern += directive.pattern;
    picture += directive.picture;
    resolution = Math.min(resolution, directive.unit ?? resolution);
  }
  if (length !== expanded.length || !expanded.includes('%')) refuse(`the time format "${source}" is invalid`);
  return { format: NAMED[source] ?? pattern, picture, resolution, isIso: ISO.test(expanded) };
}

const DURATION =
  /^(-)?P(?!$)(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of years, months, weeks, days, hours, minutes and seconds; a month has 30 days. */
const UNITS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, 3_600_000, 60_000, SECOND];

/** Returns the milliseconds of an ISO 8601 duration, or undefined if it is invalid. Years and months are approximate. */
export function parseDurationLength(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [, sign, ...numbers] = match;
  const total = numbers.reduce((sum, number, at) => sum + Number(number ?? 0) * (UNITS[at] ?? 0), 0);
  return sign === undefined ? total : -total;
}

/** Returns true if a duration contains years or months, whose lengths vary. */
export const hasMonths = (text: string): boolean => /^-?P[^T]*\d[YM]/.test(text);
