import { readFileSync } from 'node:fs';

/** The text of a manifest that has no issue and uses most of the vocabulary. */
export const GOOD_TEXT = readFileSync(new URL('good.json', import.meta.url), 'utf8');

type Step = string | number;

const asHolder = (value: unknown) => value as Record<Step, unknown>;

/** The good manifest's text with the member at each pointer set (or, by undefined, removed). */
export function changeGood(changes: Readonly<Record<string, unknown>>): string {
  const manifest = JSON.parse(GOOD_TEXT) as Record<string, unknown>;
  for (const [pointer, value] of Object.entries(changes)) {
    const path = pointer
      .slice(1)
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const holder = path.slice(0, -1).reduce((at, step) => asHolder(at[step]), asHolder(manifest));
    const last = path.at(-1) ?? '';
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return JSON.stringify(manifest);
}
