import { formatTime, parseTime } from '../../base/time/index.ts';
import { refused, scalarText } from './scope.ts';

/** One function of the closed list. */
interface Helper {
  readonly usage: string;
  readonly least: number;
  readonly most: number;
  /** Whether a name among its values may have none; undefined as a result means the same of the whole. */
  readonly lenient?: true;
  readonly apply: (values: readonly unknown[]) => unknown;
}

const isAbsent = (value: unknown) => value === undefined || value === null || value === '';

// A value that is no text stays as it is, and is refused where it is written.
const onText = (usage: string, change: (text: string) => string): Helper => {
  const apply = ([value]: readonly unknown[]) => {
    const text = scalarText(value);
    return text === undefined ? value : change(text);
  };
  return { usage, least: 1, most: 1, apply };
};

const dated = (value: unknown, format: string, zone: string): string => {
  const time = typeof value === 'number' || typeof value === 'string' ? parseTime(value) : undefined;
  if (time === undefined) throw refused('date …', 'date', 'it is neither a time of ISO 8601 nor an epoch number');
  try {
    return formatTime(time, format, zone);
  } catch {
    throw refused('date …', 'date', 'its time zone is not an IANA name');
  }
};

export const HELPERS = {
  default: {
    usage: '{{default name value}}',
    least: 2,
    most: 2,
    lenient: true,
    apply: ([value, fallback]) => (isAbsent(value) ? fallback : value),
  },
  lower: onText('{{lower name}}', (text) => text.toLowerCase()),
  upper: onText('{{upper name}}', (text) => text.toUpperCase()),
  base64: onText('{{base64 name}}', (text) => Buffer.from(text).toString('base64')),
  date: {
    usage: '{{date name "yyyy-MM-dd" zone}}; the zone may be left out',
    least: 2,
    most: 3,
    apply: ([value, format, zone = 'UTC']) => dated(value, String(format), String(zone)),
  },
} as const satisfies Record<string, Helper>;

/** The helper of this name, if there is one. */
export const helperOf = (name: string): Helper | undefined =>
  Object.hasOwn(HELPERS, name) ? HELPERS[name as keyof typeof HELPERS] : undefined;
