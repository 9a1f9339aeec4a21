import { createHash } from 'node:crypto';
import { encodeComponent } from '../../language/template/index.ts';
import type { DigestAuth } from '../../manifest/types.generated.ts';
import { type HttpRequest, setHeader } from '../request/index.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { compileCredentialText, createMalformedError } from './credential.ts';
import type { CompileScheme, Scheme, Session } from './scheme.ts';

/** Hash functions by the name of the algorithm without -sess, the strongest last. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
  ['SHA-512-256', 'sha512-256'],
]);

const SESSION_SUFFIX = /-sess$/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: headers cannot contain them
const CONTROL = /[\u0000-\u001f\u007f]/;

export interface DigestParameters {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: string | undefined;
  readonly qop: 'auth' | 'auth-int' | undefined;
  readonly userhash: boolean;
}

const hashName = (algorithm = 'MD5'): string => algorithm.replace(SESSION_SUFFIX, '').toUpperCase();

const strengthOf = ({ parameters }: Challenge): number =>
  [...HASHES.keys()].indexOf(hashName(parameters.get('algorithm')));

/** Returns the strongest Digest challenge that this client supports. */
const chooseChallenge = (header: string): Challenge | undefined =>
  parseChallenges(header)
    .filter(
      (challenge) => challenge.scheme === 'digest' && challenge.parameters.has('nonce') && strengthOf(challenge) >= 0,
    )
    .toSorted((a, b) => strengthOf(b) - strengthOf(a))[0];

const chooseQop = (offered: string | undefined): DigestParameters['qop'] => {
  const names = (offered ?? '').toLowerCase().split(/[\s,]+/);
  return names.includes('auth') ? 'auth' : names.includes('auth-int') ? 'auth-int' : undefined;
};

const readSession = ({ values }: Session): DigestParameters => {
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined);
  return {
    realm: text('realm') ?? '',
    nonce: text('nonce') ?? '',
    opaque: text('opaque'),
    algorithm: text('algorithm'),
    qop: chooseQop(text('qop')),
    userhash: text('userhash')?.toLowerCase() === 'true',
  };
};

const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Returns the request target with its exact characters. */
const readTarget = (url: string): string => {
  const target = url.replace(/#.*$/s, '').replace(/^[a-z]+:\/\/[^/?#]*/i, '');
  return target.startsWith('/') ? target : `/${target}`;
};

/** Formats the user name; one outside ASCII in its extended form (RFC 7616 §3.4). */
const formatUser = (username: string): readonly [string, string] =>
  /^[ -~]*$/.test(username) ? ['username', quote(username)] : ['username*', `UTF-8''${encodeComponent(username)}`];

interface DigestInput {
  readonly request: HttpRequest;
  readonly username: string;
  readonly password: string;
  readonly cnonce: string;
  /** Number of the request with this nonce. */
  readonly count: number;
}

/** Formats the Authorization header of a request (RFC 7616 §3.4; without qop, RFC 2069). */
export function formatDigest(
  parameters: DigestParameters,
  { request, username, password, cnonce, count }: DigestInput,
): string {
  const { realm, nonce, opaque, algorithm, qop, userhash } = parameters;
  const hash = (text: string) =>
    createHash(HASHES.get(hashName(algorithm)) ?? 'md5')
      .update(text)
      .digest('hex');
  const uri = readTarget(request.url);
  const nc = count.toString(16).padStart(8, '0');
  const base = hash(`${username}:${realm}:${password}`);
  const a1 = SESSION_SUFFIX.test(algorithm ?? '') ? hash(`${base}:${nonce}:${cnonce}`) : base;
  const a2 = hash(`${request.method}:${uri}${qop === 'auth-int' ? `:${hash(request.body ?? '')}` : ''}`);
  const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  const fields: readonly (readonly [string, string | undefined])[] = [
    userhash ? ['username', quote(hash(`${username}:${realm}`))] : formatUser(username),
    ['realm', quote(realm)],
    ['nonce', quote(nonce)],
    ['uri', quote(uri)],
    ['response', quote(hash(`${a1}:${middle}:${a2}`))],
    ['algorithm', algorithm],
    ['opaque', opaque === undefined ? undefined : quote(opaque)],
    ['qop', qop],
    ['nc', qop && nc],
    ['cnonce', qop || SESSION_SUFFIX.test(algorithm ?? '') ? quote(cnonce) : undefined],
    ['userhash', userhash ? 'true' : undefined],
  ];
  return `Digest ${fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])).join(', ')}`;
}

/** Parses the challenge of a 401 response to a session, which signs until the vendor sends another one. */
const readChallenge: NonNullable<Scheme['challenge']> = (headers) => {
  const challenge = chooseChallenge(headers['www-authenticate'] ?? '');
  if (!challenge) return undefined;
  const { parameters } = challenge;
  const session = { values: Object.fromEntries(parameters), expiresAt: Infinity, refreshAt: Infinity };
  return { session, isStale: parameters.get('stale')?.toLowerCase() === 'true' };
};

/** HTTP Digest (RFC 7616) with MD5, SHA-256 and SHA-512/256, also of a session (-sess). */
export const compileDigest: CompileScheme<DigestAuth> = (auth) => {
  const [user, pass] = [compileCredentialText(auth.username), compileCredentialText(auth.password)];
  return {
    reauthOn: [],
    marks: [{ into: 'header', name: 'authorization' }],
    challenge: readChallenge,
    sign: (request, { scope, session, randomBytes, uses = 1 }) => {
      if (!session) return request;
      const [username, password] = [user(scope), pass(scope)];
      if (CONTROL.test(username)) throw createMalformedError('digest', 'it contains control characters');
      const cnonce = Buffer.from(randomBytes(16)).toString('hex');
      const input = { request, username, password, cnonce, count: uses };
      return setHeader(request, 'authorization', formatDigest(readSession(session), input));
    },
  };
};
