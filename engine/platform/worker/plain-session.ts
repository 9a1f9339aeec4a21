import { createSecret, isSecret, revealSecret, type Secret } from '../../base/secret/secret.ts';
import type { Session } from '../../pipeline/auth/index.ts';

/** Session as plain data with cleartext secrets. Only for encryption. */
export interface PlainSession {
  readonly values: readonly (readonly [name: string, text: string, isSecret: boolean])[];
  readonly expiresAt: number;
  readonly refreshAt: number;
  readonly keep: readonly (readonly [name: string, text: string])[] | null;
}

/** Converts a session to plain data for encryption. */
export const toPlainSession = ({ values, expiresAt, refreshAt, keep }: Session): PlainSession => ({
  values: Object.entries(values).map(([name, value]) =>
    isSecret(value) ? [name, revealSecret(value), true] : [name, value, false],
  ),
  expiresAt,
  refreshAt,
  keep: keep ? Object.entries(keep).map(([name, value]) => [name, revealSecret(value)]) : null,
});

/** Restores a session from plain data, with its secrets wrapped. */
export const fromPlainSession = ({ values, expiresAt, refreshAt, keep }: PlainSession): Session => ({
  values: Object.fromEntries(
    values.map(([name, text, hidden]): [string, Secret | string] => [name, hidden ? createSecret(text) : text]),
  ),
  expiresAt,
  refreshAt,
  ...(keep ? { keep: Object.fromEntries(keep.map(([name, text]) => [name, createSecret(text)])) } : {}),
});
