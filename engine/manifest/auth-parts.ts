import { pointerTo } from './lint/rule.ts';
import type { Auth, Manifest } from './types.generated.ts';

/** Auth that does not consist of others. */
export type SingleAuth = Exclude<Auth, { readonly type: 'anyOf' | 'all' }>;
/** Part of a manifest with its JSON pointer. */
export type Located<T> = readonly [value: T, path: string];

/** Yields the schemes of an auth, each with its JSON pointer. */
export function* listSchemes(auth: Auth, path: string): Iterable<Located<SingleAuth>> {
  if (auth.type === 'anyOf') {
    for (const [index, choice] of auth.choices.entries())
      yield* listSchemes(choice.auth, path + pointerTo('choices', index, 'auth'));
  } else if (auth.type === 'all') {
    for (const [index, each] of auth.auths.entries()) yield* listSchemes(each, path + pointerTo('auths', index));
  } else yield [auth, path];
}

/** Returns all auths of a manifest by the name that streams use. */
export const listAuths = (manifest: Manifest): readonly (readonly [name: string, auth: Auth, path: string])[] => [
  ['default', manifest.auth, pointerTo('auth')],
  ...Object.entries(manifest.auths ?? {}).map(([name, auth]) => [name, auth, pointerTo('auths', name)] as const),
];

/** Returns the schemes of all auths of a manifest. */
export const listAllSchemes = (manifest: Manifest): readonly Located<SingleAuth>[] =>
  listAuths(manifest).flatMap(([, auth, path]) => [...listSchemes(auth, path)]);

const REFRESH_SETTING = /^\{\{\s*settings\.([A-Za-z0-9_.]+)\s*\}\}$/;

/** Returns the setting in which an auth stores the refresh token of a consent; undefined for other auths. */
export const findConsentSetting = (scheme: SingleAuth): string | undefined =>
  scheme.type === 'oauth2' && (scheme.grant === 'authorization_code' || scheme.grant === 'device_code')
    ? REFRESH_SETTING.exec(scheme.refreshToken ?? '')?.[1]
    : undefined;

/** Returns the secret settings that a person's consent fills in. */
export const listConsentSettings = (manifest: Manifest): readonly string[] => [
  ...new Set(listAllSchemes(manifest).flatMap(([scheme]) => findConsentSetting(scheme) ?? [])),
];
