import { parseHttpDate, parseTime } from '../../base/time/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { resolveDuration, type TemplateScope } from '../../language/template/index.ts';
import type { ResponseValue, Wait as WaitSpec } from '../../manifest/types.generated.ts';
import { findRefusalWait, findReset, findRetryAfter, isSpent } from './retry-after.ts';
import type { RuleResponse } from './rules.ts';

type Scope = Readonly<Record<string, unknown>>;

/** Reads a value from a response: a header, or the result of an expression. Rejects with EXPRESSION_FAILED. */
export type ReadResponseValue = (response: RuleResponse, scope: Scope) => Promise<unknown>;

type Unit = NonNullable<Extract<WaitSpec, { unit?: unknown }>['unit']>;

/** Compiled `wait`: a fixed one in milliseconds, or one that the vendor sends. */
export type Wait =
  | { readonly kind: 'fixed'; readonly ms: number }
  | { readonly kind: 'read'; readonly read: ReadResponseValue; readonly unit: Unit };

/** Wait before a retry. A fixed one replaces the backoff and is not limited by the policy's maximum. */
export interface RetryWait {
  readonly ms: number;
  readonly fixed?: true;
}

/** Compiles `{header}` or `{expr}`. Throws EXPRESSION_SYNTAX. */
export function compileResponseValue(spec: ResponseValue): ReadResponseValue {
  if ('header' in spec) {
    const name = spec.header.toLowerCase();
    return async ({ headers }) => headers[name];
  }
  const expression = compileExpression(spec.expr);
  return async (response, scope) => expression.evaluate({ ...scope, ...response }, {});
}

/** Compiles a `wait`. Throws EXPRESSION_SYNTAX, and CONFIG_INVALID for a setting that is not a duration. */
export function compileWait(spec: WaitSpec, scope: TemplateScope): Wait {
  if (typeof spec === 'string') return { kind: 'fixed', ms: resolveDuration(spec, scope) };
  return { kind: 'read', read: compileResponseValue(spec), unit: spec.unit ?? 'auto' };
}

const LENGTH_MS = { milliseconds: 1, seconds: 1000, minutes: 60_000 } as const;
const EPOCH_MS = { epochSeconds: 1000, epochMillis: 1 } as const;
const NUMBER = /^\d{1,16}(\.\d+)?$/;

const parseDate = (text: string): number | undefined => parseHttpDate(text) ?? parseTime(text);

// Waits are shorter than 30 years, and epoch times are later than 2001.
const guessUnit = (number: number): keyof typeof LENGTH_MS | keyof typeof EPOCH_MS =>
  number < 1e9 ? 'seconds' : number < 1e11 ? 'epochSeconds' : 'epochMillis';

/** Converts the vendor's value to a wait in milliseconds from `now`, never negative; undefined if it is not one. */
export function parseWait(value: unknown, unit: Unit, now: number): number | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  if (unit === 'date' || !NUMBER.test(text)) {
    const at = unit === 'date' || unit === 'auto' ? parseDate(text) : undefined;
    return at === undefined ? undefined : Math.max(0, at - now);
  }
  const number = Number(text);
  const known = unit === 'auto' ? guessUnit(number) : unit;
  const ms =
    known in LENGTH_MS
      ? number * LENGTH_MS[known as keyof typeof LENGTH_MS]
      : number * EPOCH_MS[known as keyof typeof EPOCH_MS] - now;
  return Math.max(0, Math.ceil(ms));
}

/** Scope of expressions, and the time, epoch ms. */
export interface WaitContext {
  readonly scope: Scope;
  readonly now: number;
}

const readWait = async (wait: Wait | undefined, response: RuleResponse, at: WaitContext) =>
  wait?.kind === 'read' ? parseWait(await wait.read(response, at.scope), wait.unit, at.now) : undefined;

/** Finds the wait before a retry: the manifest's, or else the one of the Retry-After and RateLimit headers. */
export async function findWait(
  wait: Wait | undefined,
  response: RuleResponse,
  at: WaitContext,
): Promise<RetryWait | undefined> {
  if (wait?.kind === 'fixed') return { ms: wait.ms, fixed: true };
  const ms = (await readWait(wait, response, at)) ?? findRefusalWait(response.headers, at.now);
  return ms === undefined ? undefined : { ms };
}

/** Finds the wait before the next poll: the manifest's, or else Retry-After. */
export async function findInterval(
  wait: Wait | undefined,
  response: RuleResponse,
  at: WaitContext,
): Promise<number | undefined> {
  if (wait?.kind === 'fixed') return wait.ms;
  return (await readWait(wait, response, at)) ?? findRetryAfter(response.headers, at.now);
}

/** Values of a response that report how many requests are left, and when the budget is renewed. */
export interface QuotaSources {
  readonly wait: Wait | undefined;
  readonly remaining: ReadResponseValue | undefined;
}

const isZero = (value: unknown): boolean =>
  value === 0 || (typeof value === 'string' && /^\s*0+(\.0+)?\s*$/.test(value));

/**
 * Finds how long to hold further requests after a response that reports that none is left, in milliseconds; undefined if
 * requests are left or if the response does not report when the budget is renewed.
 */
export async function findHold(
  { wait, remaining }: QuotaSources,
  response: RuleResponse,
  at: WaitContext,
): Promise<number | undefined> {
  const spent = remaining ? isZero(await remaining(response, at.scope)) : isSpent(response.headers);
  if (!spent) return undefined;
  return (await readWait(wait, response, at)) ?? findReset(response.headers, at.now);
}
