import { scalarText } from './scope.ts';

/** One function of the closed list; undefined as a result means that there is no value. */
interface Helper {
  readonly usage: string;
  readonly least: number;
  readonly most: number;
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

export const HELPERS = {
  default: {
    usage: '{{default name value}}',
    least: 2,
    most: 2,
    apply: ([value, fallback]) => (isAbsent(value) ? fallback : value),
  },
  lower: onText('{{lower name}}', (text) => text.toLowerCase()),
  upper: onText('{{upper name}}', (text) => text.toUpperCase()),
  base64: onText('{{base64 name}}', (text) => Buffer.from(text).toString('base64')),
} as const satisfies Record<string, Helper>;

/** Whether there is a helper of this name. */
export const isHelper = (name: string): name is keyof typeof HELPERS => Object.hasOwn(HELPERS, name);
