import { findScopeReads, type ScopeRead } from '../../reads.ts';
import type { Auth } from '../../types.generated.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Positions within a scheme, as patterns of JSON pointers. Positions that are in neither list hold identifiers. */
interface Positions {
  /** Whatever is sent or signed with here is a credential. */
  readonly secret: RegExp;
  /** Open positions: they hold the credential, beside identifiers, when no `secret` position reads a setting. */
  readonly open?: RegExp;
}

const NONE = /^(?!)/;

/** Where each scheme takes its credentials from; `anyOf` is looked into instead. */
const POSITIONS: { readonly [T in Exclude<Auth['type'], 'anyOf'>]: Positions } = {
  none: { secret: NONE },
  apiKey: { secret: /^\/value$/ },
  basic: { secret: /^\/password$/, open: /^\/username$/ },
  bearer: { secret: /^\/token$/ },
  oauth2: { secret: /^\/(?:clientSecret|refreshToken|password)$/, open: /^\/(?:parameters|headers)\// },
  session: { secret: NONE, open: /^\/(?:login\/\d+\/request\/(?:query|headers|form|json|text)|inject)(?:\/|$)/ },
  hmac: { secret: /^\/key\/value$/ },
  jwt: { secret: /^\/key\/value$/ },
  awsSigV4: { secret: /^\/(?:secretAccessKey|sessionToken)$/ },
};

type Scheme = Exclude<Auth, { readonly type: 'anyOf' }>;

/** The schemes of a manifest, each with its pointer. */
function* schemesOf(auth: Auth, path: string): Iterable<readonly [scheme: Scheme, path: string]> {
  if (auth.type !== 'anyOf') yield [auth, path];
  else
    for (const [index, choice] of auth.choices.entries())
      yield* schemesOf(choice.auth, path + pointerTo('choices', index, 'auth'));
}

/** Reads within a scheme, with pointers that start at the scheme. */
const readsWithin = (reads: readonly ScopeRead[], path: string): ScopeRead[] =>
  reads.flatMap((read) => (read.path.startsWith(`${path}/`) ? [{ ...read, path: read.path.slice(path.length) }] : []));

const settingsAt = (reads: readonly ScopeRead[], where: RegExp): string[] =>
  reads.flatMap(({ names: [root, name], path }) => (root === 'settings' && name && where.test(path) ? [name] : []));

/** A key may be read through the scheme's own `values`. */
function settingsThroughValues(reads: readonly ScopeRead[], where: RegExp): string[] {
  const roots = reads.flatMap(({ names: [root], path }) => (root && where.test(path) ? [root] : []));
  return reads.flatMap(({ names: [root, name], path }) =>
    root === 'settings' && name && roots.some((value) => path === pointerTo('values', value, 'value')) ? [name] : [],
  );
}

/** Settings that a scheme uses as credentials although they are not declared as secrets. */
function exposedBy(scheme: Scheme, reads: readonly ScopeRead[], isExposed: (name: string) => boolean): string[] {
  const { secret, open } = POSITIONS[scheme.type];
  const credentials = [...settingsAt(reads, secret), ...settingsThroughValues(reads, secret)];
  if (credentials.length > 0 || !open) return credentials.filter(isExposed);
  // By position alone, an id and a key in the same body are alike: one secret among them is enough.
  const candidates = settingsAt(reads, open);
  return candidates.every(isExposed) ? candidates : [];
}

function* exposedCredentials({ manifest, sites }: LintContext): Iterable<Violation> {
  const { properties } = manifest.settings;
  const isExposed = (name: string) => properties[name] !== undefined && !properties[name].writeOnly;
  const reads = findScopeReads(sites);
  for (const [scheme, path] of schemesOf(manifest.auth, pointerTo('auth'))) {
    for (const name of new Set(exposedBy(scheme, readsWithin(reads, path), isExposed)))
      yield {
        path: pointerTo('settings', 'properties', name),
        message: `"${path.slice(1)}" uses the setting "${name}" as a credential, and it is not declared as a secret`,
        fix: `Add "writeOnly": true to "${name}": it is then stored encrypted and never appears in output.`,
      };
  }
}

export const CREDENTIAL_RULES = {
  'settings/exposed-credential': {
    sentence: 'Settings that auth uses as credentials are secrets.',
    severity: 'error',
    check: exposedCredentials,
  },
} as const satisfies Record<string, Rule>;
