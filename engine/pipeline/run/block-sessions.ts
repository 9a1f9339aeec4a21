import { isSecret } from '../../base/secret/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { AuthBlock, AuthContext, LoginResponse, Session } from '../auth/index.ts';
import type { Connector } from '../connector/connector.ts';
import type { HttpRequest } from '../request/index.ts';
import { addLoginFix, createSessions, type SendLogin, type SessionPools, type Sessions } from './sessions.ts';

/** Sessions of a block's credentials, in their order; undefined for credentials without a session. */
export type BlockSessions = readonly (Session | undefined)[];

/** Credentials of an auth block, with the sessions of those that log in. */
export interface SigningBlock {
  /** Returns the sessions to sign with; logs in if necessary. Rejects with the login's error. */
  current(signal?: AbortSignal): Promise<BlockSessions>;
  /** Reports that the vendor refused these sessions. */
  ended(sessions: BlockSessions): void;
  /** Reads the challenges of a 401 response. Returns true if the request is worth sending again. */
  challenged(headers: LoginResponse['headers'], sessions: BlockSessions): boolean;
  /** Adds each credential that the request's origin may receive. */
  sign(request: HttpRequest, sessions: BlockSessions, scope: TemplateScope): HttpRequest;
  /** Returns true if a credential is not sent to this URL. */
  withholds(url: string, sessions: BlockSessions): boolean;
  readonly signsTime: boolean;
}

interface BlockParts {
  readonly context: () => AuthContext;
  readonly send: SendLogin;
  readonly pools: SessionPools;
  readonly learn: (session: Session) => void;
}

/** Number of requests that each session has signed. */
const USES = new WeakMap<Session, number>();

const countUse = (session: Session): number => {
  const uses = (USES.get(session) ?? 0) + 1;
  USES.set(session, uses);
  return uses;
};

/** Returns the name of a credential's pool: that of the block, numbered if the block has several credentials. */
const poolName = ({ name }: AuthBlock, index: number): string => (index === 0 ? name : `${name}.${index}`);

function createSigningBlock(connector: Connector, block: AuthBlock, parts: BlockParts): SigningBlock {
  const { context, pools } = parts;
  const sessions: readonly Sessions[] = block.parts.map(({ scheme }, index) =>
    createSessions({ ...parts, scheme, pool: pools(poolName(block, index)) }),
  );
  return {
    async current(signal) {
      const explain = (error: unknown) => Promise.reject(addLoginFix(connector, block.signsTime, error));
      return Promise.all(sessions.map((one) => one.current(signal).catch(explain)));
    },
    ended: (refused) => {
      for (const [index, one] of sessions.entries()) one.ended(refused[index]);
    },
    challenged: (headers, used) =>
      sessions.map((one, index) => one.challenged(headers, used[index])).some((isNew) => isNew),
    sign: (request, current, scope) =>
      block.parts.reduce((signed, { scheme, isTrusted }, index) => {
        const session = current[index];
        if (!isTrusted(signed.url, mergeValues(current))) return signed;
        const used = session ? { session, uses: countUse(session) } : {};
        return scheme.sign(signed, { ...context(), scope, ...used });
      }, request),
    withholds: (url, current) => block.parts.some(({ isTrusted }) => !isTrusted(url, mergeValues(current))),
    signsTime: block.signsTime,
  };
}

/** Creates the auth blocks of a connection on first use, by name. */
export function createSigningBlocks(
  connector: Connector,
  parts: BlockParts,
): (name: string | undefined) => SigningBlock {
  const known = new Map<string, SigningBlock>();
  return (name) => {
    const block = connector.auths.get(name);
    const signing = known.get(block.name) ?? createSigningBlock(connector, block, parts);
    known.set(block.name, signing);
    return signing;
  };
}

/** Returns the values of sessions, which templates of the streams see as `session`. */
export const mergeValues = (sessions: BlockSessions): Session['values'] =>
  Object.assign({}, ...sessions.map((session) => session?.values ?? {}));

/** Returns the secrets among the values of a session. */
export const listSecrets = ({ values }: Session) => Object.values(values).filter(isSecret);
