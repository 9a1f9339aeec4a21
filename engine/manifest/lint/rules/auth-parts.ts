import type { Auth, Manifest } from '../../types.generated.ts';
import { pointerTo } from '../rule.ts';

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
