import { formatTimeValue, parseNanos } from '../../base/time/index.ts';
import { createRefusedError, formatScalar } from './template-scope.ts';

/** Helper function of templates; the set is fixed. */
interface Helper {
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  /** True if its arguments may be undefined; an undefined result then means that the whole has no value. */
  readonly lenient?: true;
  readonly apply: (values: readonly unknown[]) => unknown;
}

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

// Values that are not text pass through, and are rejected where they are written.
const createTextHelper = (usage: string, change: (text: string) => string): Helper => {
  const apply = ([value]: readonly unknown[]) => {
    const text = formatScalar(value);
    return text === undefined ? value : change(text);
  };
  return { usage, least: 1, most: 1, apply };
};

const formatDate = (value: unknown, format: string, zone: string): string | number => {
  const time = typeof value === 'number' || typeof value === 'string' ? parseNanos(value) : undefined;
  if (time === undefined)
    throw createRefusedError('date …', 'date', 'it is neither an ISO 8601 or RFC 2822 time nor an epoch number');
  try {
    return formatTimeValue(time, format, zone);
  } catch {
    throw createRefusedError('date …', 'date', 'its time zone is not an IANA name');
  }
};

const joinList = (list: unknown, separator: string): string => {
  const texts = (Array.isArray(list) ? list : [list]).map(formatScalar);
  if (texts.includes(undefined))
    throw createRefusedError('join …', 'join', 'an element is not a string, a number or a boolean');
  return texts.join(separator);
};

export const HELPERS = {
  default: {
    usage: '{{default name value}}',
    least: 2,
    most: 2,
    lenient: true,
    apply: ([value, fallback]) => (isAbsent(value) ? fallback : value),
  },
  lower: createTextHelper('{{lower name}}', (text) => text.toLowerCase()),
  upper: createTextHelper('{{upper name}}', (text) => text.toUpperCase()),
  base64: createTextHelper('{{base64 name}}', (text) => Buffer.from(text).toString('base64')),
  join: {
    usage: '{{join list ","}}',
    least: 2,
    most: 2,
    apply: ([list, separator]) => joinList(list, String(separator)),
  },
  date: {
    usage: '{{date name "yyyy-MM-dd" zone}}; the zone is optional',
    least: 2,
    most: 3,
    apply: ([value, format, zone = 'UTC']) => formatDate(value, String(format), String(zone)),
  },
} as const satisfies Record<string, Helper>;

/** Returns the helper of this name, if any. */
export const findHelper = (name: string): Helper | undefined =>
  Object.hasOwn(HELPERS, name) ? HELPERS[name as keyof typeof HELPERS] : undefined;
