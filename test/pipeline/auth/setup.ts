import { isEngineError } from '../../../engine/base/errors/index.ts';
import type { Auth } from '../../../engine/manifest/types.generated.ts';
import {
  type AuthSetup,
  compileAuth,
  type Login,
  type LoginResponse,
  type Scheme,
  type Session,
  type SignContext,
} from '../../../engine/pipeline/auth/index.ts';
import type { HttpRequest } from '../../../engine/pipeline/request/index.ts';

export const REQUESTS = {
  baseUrl: 'https://api.example',
  allowedHosts: ['https://api.example', 'https://iam.example'],
  userAgent: 'mapwright/0',
};

/** Tuesday, 14 November 2023, 22:13:20 UTC. */
export const NOW = 1_700_000_000_000;

/** Bytes 0, 1, 2, …: a predictable nonce. */
export const sequentialBytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => index);

export const createContext = (settings: Record<string, unknown>, more: Partial<SignContext> = {}): SignContext => ({
  now: NOW,
  randomBytes: sequentialBytes,
  scope: { settings },
  ...more,
});

export const DRAFT: HttpRequest = {
  method: 'GET',
  url: 'https://api.example/a?x=1',
  headers: { accept: 'application/json' },
};

/** Compiles an auth that consists of a single scheme. */
export const compileScheme = async (auth: Auth, setup: AuthSetup): Promise<Scheme> => {
  const [part, ...more] = await compileAuth(auth, setup);
  if (!part || more.length > 0) throw new Error('not a single scheme');
  return part.scheme;
};

/** Compiles an auth for these settings and signs a draft with it. */
export const signRequest = async (auth: Auth, settings: Record<string, unknown>, request: HttpRequest = DRAFT) => {
  const scheme = await compileScheme(auth, { requests: REQUESTS, scope: { settings } });
  return scheme.sign(request, createContext(settings));
};

export const catchError = async (promise: Promise<unknown>) => {
  try {
    await promise;
  } catch (error) {
    if (isEngineError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

/** Logs in to a simulated vendor; returns the session and the sent drafts. */
export const logIn = async (
  login: Login | undefined,
  context: SignContext,
  { vendor, keep }: { vendor: (request: HttpRequest, sent: number) => Partial<LoginResponse>; keep?: Session['keep'] },
) => {
  if (login === undefined) throw new Error('the scheme has no login');
  const sent: HttpRequest[] = [];
  let state = login.begin(context, keep);
  for (let move = await login.next(state, context); ; move = await login.next(state, context)) {
    if (move.kind === 'done') return { session: move.session, sent };
    sent.push(move.request);
    const answer = { status: 200, headers: {}, body: {}, ...vendor(move.request, sent.length) };
    state = await login.capture(state, answer, context);
  }
};
