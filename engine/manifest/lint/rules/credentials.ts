import { listAllSchemes, type SingleAuth } from '../../auth-parts.ts';
import { findScopeReads, type ScopeRead } from '../../reads.ts';
import { isSecretSetting } from '../../secret-settings.ts';
import { type DeclaredSetting, listDeclared } from '../declared-settings.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';

/** Patterns of JSON pointers within a scheme. A position that matches neither pattern contains an identifier. */
interface Positions {
  /** Positions whose settings are always credentials. */
  readonly secret: RegExp;
  /** Positions that may contain identifiers or credentials. Checked only if no `secret` position reads a setting. */
  readonly open?: RegExp;
}

const NONE = /^(?!)/;

/** Credential positions of each scheme. The members of `anyOf` and `all` are checked individually. */
const POSITIONS: { readonly [T in SingleAuth['type']]: Positions } = {
  none: { secret: NONE },
  apiKey: { secret: /^\/value$/ },
  basic: { secret: /^\/password$/, open: /^\/username$/ },
  digest: { secret: /^\/password$/, open: /^\/username$/ },
  bearer: { secret: /^\/token$/ },
  oauth2: {
    secret: /^\/(?:clientSecret|refreshToken|password|clientAssertion\/key\/value)$/,
    open: /^\/(?:parameters|headers)\//,
  },
  session: {
    secret: NONE,
    open: /^\/(?:login\/\d+\/request\/(?:query|headers|form|multipart|json|text|xml)|inject)(?:\/|$)/,
  },
  hmac: { secret: /^\/key\/value$/ },
  jwt: { secret: /^\/key\/value$/ },
  awsSigV4: { secret: /^\/(?:secretAccessKey|sessionToken)$/ },
};

/** Returns the reads within a scheme, with pointers relative to the scheme. */
const readsWithin = (reads: readonly ScopeRead[], path: string): ScopeRead[] =>
  reads.flatMap((read) => (read.path.startsWith(`${path}/`) ? [{ ...read, path: read.path.slice(path.length) }] : []));

const settingsAt = (reads: readonly ScopeRead[], where: RegExp): string[] =>
  reads.flatMap(({ names: [root, ...name], path }) =>
    root === 'settings' && name.length > 0 && where.test(path) ? [name.join('.')] : [],
  );

/** Returns the settings that a position reads indirectly, through the scheme's `values`. */
function settingsThroughValues(reads: readonly ScopeRead[], where: RegExp): string[] {
  const roots = reads.flatMap(({ names: [root], path }) => (root && where.test(path) ? [root] : []));
  return reads.flatMap(({ names: [root, ...steps], path }) => {
    const name = steps.join('.');
    return root === 'settings' && name !== '' && roots.some((value) => path === pointerTo('values', value, 'value'))
      ? [name]
      : [];
  });
}

/** Returns the settings that a scheme uses as credentials but that are not declared as secrets. */
function exposedBy(scheme: SingleAuth, reads: readonly ScopeRead[], isExposed: (name: string) => boolean): string[] {
  const { secret, open } = POSITIONS[scheme.type];
  const credentials = [...settingsAt(reads, secret), ...settingsThroughValues(reads, secret)];
  if (credentials.length > 0 || !open) return credentials.filter(isExposed);
  // An ID and a key in the same body look alike, so one secret among them is enough.
  const candidates = settingsAt(reads, open);
  return candidates.every(isExposed) ? candidates : [];
}

/** Parts of `tls` that are secret. */
const TLS_SECRETS = /^\/(?:key|passphrase)$/;

function* exposedCredentials({ manifest, sites }: LintContext): Iterable<Violation> {
  const declared = listDeclared(manifest);
  const isExposed = (name: string) =>
    declared.some(({ name: one, schema }) => one === name && schema.type !== 'object') &&
    !isSecretSetting(manifest, name);
  const reads = findScopeReads(sites);
  for (const [scheme, path] of listAllSchemes(manifest))
    yield* reportExposed(declared, path, exposedBy(scheme, readsWithin(reads, path), isExposed));
  yield* reportExposed(declared, '/tls', settingsAt(readsWithin(reads, '/tls'), TLS_SECRETS).filter(isExposed));
}

function* reportExposed(
  declared: readonly DeclaredSetting[],
  path: string,
  names: readonly string[],
): Iterable<Violation> {
  for (const name of new Set(names))
    yield {
      path: declared.find((one) => one.name === name)?.pointer ?? '',
      message: `"${path.slice(1)}" uses the setting "${name}" as a credential, but it is not declared as a secret`,
      fix: `Add "writeOnly": true to "${name}", so that it is stored encrypted and never appears in output.`,
    };
}

export const CREDENTIAL_RULES = {
  'settings/exposed-credential': {
    sentence: 'Settings that auth and tls use as credentials are declared as secrets.',
    severity: 'error',
    check: exposedCredentials,
  },
} as const satisfies Record<string, Rule>;
