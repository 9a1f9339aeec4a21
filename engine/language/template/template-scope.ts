import { engineError } from '../../base/errors/index.ts';
import { isSecret } from '../../base/secret/index.ts';
import { revealSecret } from '../../base/secret/secret.ts';

/** What templates read: settings, filters, cursor, window, job, session, and parent items by name. */
export type TemplateScope = Readonly<Record<string, unknown>>;

export interface RenderOptions {
  /** Secrets are rendered instead of refused: for what signs requests, and nothing else. */
  readonly reveal?: true;
}

/** TEMPLATE_VALUE_REFUSED for the value of `name`, which is not told. */
export const createRefusedError = (name: string, place: string, problem: string) =>
  engineError('TEMPLATE_VALUE_REFUSED', { name, place, problem });

/** TEMPLATE_NAME_UNKNOWN. */
export const createUnknownNameError = (name: string) => engineError('TEMPLATE_NAME_UNKNOWN', { name });

/** The value at `path`, through own members only; undefined where there is none. */
export const findValue = (scope: TemplateScope, path: readonly string[]): unknown => {
  let at: unknown = scope;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || isSecret(at) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
};

/** `value` as it is, or a Secret's text when that is asked for; throws TEMPLATE_VALUE_REFUSED for a Secret otherwise. */
export const openValue = (value: unknown, name: string, options: RenderOptions): unknown => {
  if (!isSecret(value)) return value;
  if (options.reveal) return revealSecret(value);
  throw createRefusedError(name, 'request', 'it is a secret, and secrets are sent by "auth" only');
};

/** A scalar as text; undefined for anything else. */
export const formatScalar = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
};
