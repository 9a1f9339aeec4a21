import type { Secret } from '../../base/secret/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { HttpRequest, RequestDefaults } from '../request/index.ts';
import type { Consent } from './consent.ts';

/** Result of a login. Requests carry its values until it expires. */
export interface Session {
  /** Credentials are secrets; plain text is captured for the streams' requests. */
  readonly values: Readonly<Record<string, Secret | string>>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Epoch milliseconds from which a new login is due; always before `expiresAt`. */
  readonly refreshAt: number;
  /** Rotated refresh token to store encrypted and pass to the next login. */
  readonly keep?: Readonly<Record<string, Secret>>;
}

/** Input for signing and logging in. */
export interface AuthContext {
  /** Epoch milliseconds. */
  readonly now: number;
  randomBytes(count: number): Uint8Array;
  /** Contains the settings, including secrets. */
  readonly scope: TemplateScope;
}

export interface SignContext extends AuthContext {
  /** Required by schemes with a login. */
  readonly session?: Session;
  /** Number of requests that the session has signed, including this one. */
  readonly uses?: number;
}

/** Response to a login request: lower-case header names; the body is parsed JSON, or text if it is not JSON. */
export interface LoginResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Call that errors name: method and path, and the vendor's reason, redacted. */
  readonly call?: { readonly request: string; readonly vendorReason: string | undefined };
}

/** Progress of a login. */
export interface LoginState {
  /** Number of completed requests. */
  readonly step: number;
  /** Epoch milliseconds. Lifetimes count from the start of the login, so that a session is never used too long. */
  readonly startedAt: number;
  readonly values: Session['values'];
  /** Epoch milliseconds; undefined when the vendor returns no expiry. */
  readonly endsAt?: number;
  readonly keep?: Readonly<Record<string, Secret>>;
}

type LoginAction =
  | { readonly kind: 'send'; readonly request: HttpRequest }
  | { readonly kind: 'done'; readonly session: Session };

/** Login as a state machine without I/O: the caller sends its requests and passes the responses back. */
export interface Login {
  /** Starts a login; `keep` comes from the previous session. */
  begin(context: AuthContext, keep?: Session['keep']): LoginState;
  /** Returns the next request to send, or the finished session. Rejects with errors of building a request. */
  next(state: LoginState, context: AuthContext): Promise<LoginAction>;
  /** Adds a response to the state. Rejects with AUTH_REJECTED, AUTH_RESPONSE_INVALID, VENDOR_UNAVAILABLE. */
  capture(state: LoginState, response: LoginResponse, context: AuthContext): Promise<LoginState>;
}

/** Header or query parameter that contains a credential or signature; recordings mask it. They find others by value. */
export interface CredentialMark {
  readonly into: 'header' | 'query';
  /** Header names are in lower case. */
  readonly name: string;
}

/** Challenge of the vendor. */
export interface ReceivedChallenge {
  /** Session that answers the challenge. */
  readonly session: Session;
  /** True if only the challenge was outdated, not the credentials wrong. */
  readonly isStale: boolean;
}

/** Compiled authentication of one connection. */
export interface Scheme {
  /** Present when signing requires a session. */
  readonly login?: Login;
  /** Present when a person has to consent before the first login. */
  readonly consent?: Consent;
  /** Present when signing requires a challenge of the vendor: reads it from a 401 response. */
  challenge?(headers: LoginResponse['headers']): ReceivedChallenge | undefined;
  /** HTTP statuses that mean that the session has expired. */
  readonly reauthOn: readonly number[];
  readonly marks: readonly CredentialMark[];
  /** Set when the signature covers the time: vendors reject it when the local clock is wrong. */
  readonly signsTime?: true;
  /** Returns the signed request. Throws AUTH_SECRET_MALFORMED, AUTH_BODY_MISSING, TEMPLATE_NAME_UNKNOWN. */
  sign(request: HttpRequest, context: SignContext): HttpRequest;
}

/** Input for compiling a scheme. */
export interface AuthSetup {
  readonly requests: RequestDefaults;
  /** Contains the settings, which conditions and durations read. */
  readonly scope: TemplateScope;
  /** Returns the signers of login requests that name an entry of `auths`. */
  readonly signers?: (name: string) => Promise<readonly Signer[]>;
}

/** Signer of login requests, for the URLs that it trusts. */
export interface Signer {
  readonly scheme: Pick<Scheme, 'sign'>;
  readonly isTrusted: (url: string) => boolean;
}

/** Compiles one type of auth. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export type CompileScheme<A> = (auth: A, setup: AuthSetup) => Scheme | Promise<Scheme>;
