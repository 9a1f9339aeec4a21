import { engineError } from '../../base/errors/index.ts';
import type { Manifest } from '../../manifest/types.generated.ts';
import { type AuthPart, compileAuth } from './compile-auth.ts';
import type { Consent } from './consent.ts';
import type { AuthSetup, CredentialMark, Scheme } from './scheme.ts';

/** Name of the manifest's `auth`. */
export const DEFAULT_AUTH = 'default';
/** Name that selects no credentials. */
const NO_AUTH = 'none';

/** Compiled authentication that streams and requests select by name. */
export interface AuthBlock {
  readonly name: string;
  readonly parts: readonly AuthPart[];
  /** HTTP statuses that mean that a session has expired. */
  readonly reauthOn: readonly number[];
  readonly signsTime: boolean;
}

/** Authentications of a connection. */
export interface AuthBlocks {
  /** Returns the block of a name; the default block for undefined. Throws INTERNAL for a name that lint would report. */
  get(name: string | undefined): AuthBlock;
  readonly marks: readonly CredentialMark[];
  /** Consents that persons give before the first login. */
  readonly consents: readonly Consent[];
  /** True if a block logs in. */
  readonly hasLogin: boolean;
}

const createBlock = (name: string, parts: readonly AuthPart[]): AuthBlock => ({
  name,
  parts,
  reauthOn: [...new Set(parts.flatMap(({ scheme }) => scheme.reauthOn))],
  signsTime: parts.some(({ scheme }) => scheme.signsTime === true),
});

/** Returns the schemes that sign a login request. A scheme with a session of its own cannot. */
const compileLoginSigners =
  ({ auths = {} }: Pick<Manifest, 'auths'>, setup: Omit<AuthSetup, 'signers'>): NonNullable<AuthSetup['signers']> =>
  async (name) => {
    const auth = Object.hasOwn(auths, name) ? auths[name] : undefined;
    if (!auth) return [];
    const parts = await compileAuth(auth, setup);
    return parts.filter(({ scheme }) => scheme.login === undefined);
  };

/** Compiles the `auth` and `auths` of a manifest. Rejects with the errors of `compileAuth`. */
export async function compileAuths(
  manifest: Pick<Manifest, 'auth' | 'auths'>,
  plain: Omit<AuthSetup, 'signers'>,
): Promise<AuthBlocks> {
  const setup: AuthSetup = { ...plain, signers: compileLoginSigners(manifest, plain) };
  const blocks = new Map<string, AuthBlock>([[NO_AUTH, createBlock(NO_AUTH, [])]]);
  for (const [name, auth] of [[DEFAULT_AUTH, manifest.auth] as const, ...Object.entries(manifest.auths ?? {})])
    blocks.set(name, createBlock(name, await compileAuth(auth, setup)));
  const schemes: readonly Scheme[] = [...blocks.values()].flatMap(({ parts }) => parts.map(({ scheme }) => scheme));
  return {
    get(name = DEFAULT_AUTH) {
      const block = blocks.get(name);
      if (!block) throw engineError('INTERNAL', { name: `unknown auth "${name}"` });
      return block;
    },
    marks: schemes.flatMap(({ marks }) => marks),
    consents: schemes.flatMap(({ consent }) => consent ?? []),
    hasLogin: schemes.some(({ login }) => login !== undefined),
  };
}
