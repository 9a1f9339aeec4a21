import type { Secret } from '../../base/secret/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { HttpRequest, RequestDefaults } from '../request/index.ts';

/** What a login gave: later requests carry its values until it ends. */
export interface Session {
  /** Credentials as secrets; plain texts are what a login captured for the streams' requests. */
  readonly values: Readonly<Record<string, Secret | string>>;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** From here on a new login is due; always before `expiresAt`. */
  readonly refreshAt: number;
  /** For grants that rotate: to be kept in the state, sealed, and given to the next login. */
  readonly keep?: Readonly<Record<string, Secret>>;
}

/** What signing or logging in needs of the world. */
export interface AuthContext {
  /** Epoch milliseconds. */
  readonly now: number;
  randomBytes(count: number): Uint8Array;
  /** Holds the settings, secrets among them. */
  readonly scope: TemplateScope;
}

export interface SignContext extends AuthContext {
  /** Needed by schemes that have a login. */
  readonly session?: Session;
}

/** An answer to a login request: header names in lower case, the body as JSON where it is JSON, else as text. */
export interface LoginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How far a login has come. */
export interface LoginState {
  /** Requests that were answered. */
  readonly step: number;
  /** Epoch milliseconds; lifetimes count from here, so that they never end too late. */
  readonly startedAt: number;
  readonly values: Session['values'];
  /** Epoch milliseconds, where the vendor named an end. */
  readonly endsAt?: number;
  readonly keep?: Readonly<Record<string, Secret>>;
}

type LoginAction =
  | { readonly kind: 'send'; readonly request: HttpRequest }
  | { readonly kind: 'done'; readonly session: Session };

/** A login as a machine without input and output: the shell sends what it asks for and hands it the answers. */
export interface Login {
  /** `keep` is that of the session before, if there was one. */
  begin(context: AuthContext, keep?: Session['keep']): LoginState;
  /** The request to send now, or the finished session. Rejects with what building a request throws. */
  next(state: LoginState, context: AuthContext): Promise<LoginAction>;
  /** Rejects with AUTH_REJECTED, AUTH_RESPONSE_INVALID, VENDOR_UNAVAILABLE. */
  captured(state: LoginState, answer: LoginAnswer, context: AuthContext): Promise<LoginState>;
}

/** Where a scheme puts a credential or signature: what a recording masks. */
export interface CredentialMark {
  readonly into: 'header' | 'query';
  /** Of a header in lower case. */
  readonly name: string;
}

/** How the requests of one connection are authorized. */
export interface Scheme {
  /** Present when a session must be got before requests can be signed. */
  readonly login?: Login;
  /** Statuses that mean that the session has ended. */
  readonly reauthOn: readonly number[];
  readonly marks: readonly CredentialMark[];
  /** What is signed holds the time: a clock that is off has it refused. */
  readonly signsTime?: true;
  /** Changes headers or query only. Throws AUTH_SECRET_MALFORMED, TEMPLATE_NAME_UNKNOWN. */
  sign(request: HttpRequest, context: SignContext): HttpRequest;
}

/** What a scheme is compiled with. */
export interface AuthSetup {
  readonly requests: RequestDefaults;
  /** Holds the settings: conditions and durations read them. */
  readonly scope: TemplateScope;
}

/** Compiles one kind of auth. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export type CompileScheme<A> = (auth: A, setup: AuthSetup) => Scheme | Promise<Scheme>;
