import { engineError } from '../../base/errors/index.ts';
import { compileTemplate } from '../../language/template/index.ts';
import type { ConnectorScope } from './connector.ts';

/** Use of a number, for its error, and its maximum. */
export interface CountUse {
  readonly what: string;
  readonly max: number;
}

export const PAGE_SIZE: CountUse = { what: 'a page size', max: Number.MAX_SAFE_INTEGER };
export const CONCURRENCY: CountUse = { what: 'a number of concurrent reads', max: 64 };

/** Resolves a number that a manifest gives directly or as `{{settings.<name>}}`. Throws CONFIG_INVALID. */
export function resolveCount(given: number | string, scope: ConnectorScope, { what, max }: CountUse): number {
  if (typeof given === 'number') return given;
  const template = compileTemplate(given, 'text');
  const number = Number(template.render(scope));
  if (Number.isInteger(number) && number > 0 && number <= max) return number;
  const setting = template.names[0]?.[1] ?? '';
  const range = max === Number.MAX_SAFE_INTEGER ? 'an integer above zero' : `an integer from 1 to ${max}`;
  throw engineError('CONFIG_INVALID', {
    path: `/settings/${setting}`,
    problem: `the setting "${setting}" is used as ${what} and must be ${range}`,
    fix: `Give ${range}.`,
  });
}
