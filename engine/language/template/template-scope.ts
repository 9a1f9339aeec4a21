import { engineError } from '../../base/errors/index.ts';
import { isSecret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';

/** Values that templates can read: settings, filters, cursor, window, job, session, and parent items by name. */
export type TemplateScope = Readonly<Record<string, unknown>>;

export interface RenderOptions {
  /** Renders secrets instead of rejecting them: only for signing requests. */
  readonly reveal?: true;
}

/** Creates TEMPLATE_VALUE_REFUSED for the value of `name`, without the value itself. */
export const createRefusedError = (name: string, place: string, problem: string) =>
  engineError('TEMPLATE_VALUE_REFUSED', { name, place, problem });

/** Creates TEMPLATE_NAME_UNKNOWN. */
export const createUnknownNameError = (name: string) => engineError('TEMPLATE_NAME_UNKNOWN', { name });

/** Returns the value at `path`, through own members only; undefined if it does not exist. */
export const findValue = (scope: TemplateScope, path: readonly string[]): unknown => {
  let at: unknown = scope;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || isSecret(at) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
};

/** Returns `value`, or the text of a Secret if `reveal` is set; throws TEMPLATE_VALUE_REFUSED for a Secret otherwise. */
export const openValue = (value: unknown, name: string, options: RenderOptions): unknown => {
  if (!isSecret(value)) return value;
  if (options.reveal) return revealSecret(value);
  throw createRefusedError(name, 'request', 'it is a secret, and only "auth" may send secrets');
};

/** Formats a scalar as text; returns undefined for anything else. */
export const formatScalar = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
};
