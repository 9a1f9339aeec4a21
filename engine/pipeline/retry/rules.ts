import { isEngineError } from '../../base/errors/index.ts';
import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { ErrorRule } from '../../manifest/types.generated.ts';
import type { RetryPolicy } from './policy.ts';
import { compileWait, type Wait } from './wait.ts';

/** Response as error rules see it. The body is parsed JSON, or text if it is not JSON; undefined when no rule needs it. */
export interface RuleResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Classification of a response; `reason` is the vendor's, as the error rule reads it, and not redacted yet. */
export type Verdict = VerdictKind & { readonly reason?: unknown };

type VerdictKind =
  | { readonly kind: 'ok' }
  /** `wait` is the manifest's: the error rule's, or else the policy's; `attempts` is the error rule's. */
  | { readonly kind: 'retry'; readonly wait?: Wait | undefined; readonly attempts?: number | undefined }
  | { readonly kind: 'reauthenticate' }
  | { readonly kind: 'skipPartition' }
  | { readonly kind: 'endOfPages' }
  | { readonly kind: 'expired' }
  | ({ readonly kind: 'fail' } & Failing)
  /** Read the list otherwise, or fail if that is not possible. */
  | ({ readonly kind: 'splitWindow' | 'restartList'; readonly wait?: Wait | undefined } & Failing);

/** Error of a rule; by default, the status determines it. */
interface Failing {
  readonly code?: ErrorRule['code'];
  readonly fix?: string;
}

interface CompiledRule {
  readonly spec: ErrorRule;
  readonly when: Expression | undefined;
  readonly wait: Wait | undefined;
  readonly reason: Expression | undefined;
}

/** Ordered error rules of one stream, followed by the built-in classification. */
export interface Rules {
  readonly list: readonly CompiledRule[];
  readonly policy: RetryPolicy;
  readonly reauthOn: readonly number[];
  readonly skipOn: readonly number[];
  /** Returns true if a rule may evaluate the body of a response with this status. */
  needsBody(status: number): boolean;
}

export interface RuleSources {
  /** The stream's own rules take precedence over the connector's. */
  readonly own: readonly ErrorRule[] | undefined;
  readonly shared: readonly ErrorRule[] | undefined;
  readonly policy: RetryPolicy;
  readonly reauthOn: readonly number[];
  readonly skipOn: readonly number[];
  /** For the templates of fixed waits. */
  readonly scope?: TemplateScope;
}

/** Answer to a conditional request: the list has not changed. */
const NOT_MODIFIED = 304;

const isSuccess = (status: number) => status >= 200 && status < 300;

const matchesStatus = (rule: ErrorRule, status: number): boolean =>
  rule.status === undefined || rule.status.includes(status);

/** Compiles error rules. Throws EXPRESSION_SYNTAX, and CONFIG_INVALID for a setting that is not a duration. */
export function compileRules({ own = [], shared = [], policy, reauthOn, skipOn, scope = {} }: RuleSources): Rules {
  const list = [...own, ...shared].map((spec) => ({
    spec,
    when: spec.when === undefined ? undefined : compileExpression(spec.when),
    wait: spec.wait === undefined ? policy.wait : compileWait(spec.wait, scope),
    reason: spec.reason === undefined ? undefined : compileExpression(spec.reason),
  }));
  const readsBody = ({ spec, wait }: CompiledRule) =>
    spec.when !== undefined || spec.reason !== undefined || (spec.action === 'retry' && wait?.kind === 'read');
  const needsBody = (status: number) => list.some((rule) => readsBody(rule) && matchesStatus(rule.spec, status));
  return { list, policy, reauthOn, skipOn, needsBody };
}

/** Actions that make sense for a login, which has no pages, no partition and no session. */
const LOGIN_ACTIONS: ReadonlySet<ErrorRule['action']> = new Set(['retry', 'fail']);

/** Compiles the connector's error rules for login and token requests. Throws like `compileRules`. */
export const compileLoginRules = (
  shared: readonly ErrorRule[] = [],
  policy: RetryPolicy,
  scope: TemplateScope = {},
): Rules => {
  const own = shared.filter(({ action }) => LOGIN_ACTIONS.has(action));
  return compileRules({ own, shared: [], policy, reauthOn: [], skipOn: [], scope });
};

function toVerdict({ spec, wait }: CompiledRule): VerdictKind {
  if (spec.action === 'retry') return { kind: 'retry', wait, attempts: spec.attempts };
  const { action } = spec;
  if (action === 'skipPartition' || action === 'reauthenticate' || action === 'endOfPages') return { kind: action };
  return {
    kind: action,
    ...(action === 'restartList' ? { wait } : {}),
    ...(spec.code === undefined ? {} : { code: spec.code }),
    ...(spec.fix === undefined ? {} : { fix: spec.fix }),
  };
}

/** A resource that is gone was there before, so a rule for 404 applies to it. */
const isSkipped = (status: number, skipOn: readonly number[]): boolean =>
  skipOn.includes(status) || (status === 410 && skipOn.includes(404));

/** Evaluates the reason of a rule; a failure must not hide the response, whose well-known fields are quoted instead. */
async function readReason({ reason }: CompiledRule, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  try {
    return await reason?.evaluate(input, {});
  } catch (error) {
    if (isEngineError(error)) return undefined;
    throw error;
  }
}

function getBuiltInVerdict(status: number, { policy, reauthOn, skipOn }: Rules): Verdict {
  if (isSuccess(status) || status === NOT_MODIFIED) return { kind: 'ok' };
  if (policy.statuses.includes(status)) return { kind: 'retry', wait: policy.wait };
  if (reauthOn.includes(status)) return { kind: 'reauthenticate' };
  return isSkipped(status, skipOn) ? { kind: 'skipPartition' } : { kind: 'fail' };
}

/** Scope of conditions and reasons, read only where a rule evaluates an expression. */
export interface RuleContext {
  readonly scope: Readonly<Record<string, unknown>>;
}

/** Classifies a response by the first matching rule; undefined if none matches. Rejects with EXPRESSION_FAILED. */
export async function applyRules(rules: Rules, response: RuleResponse, at: RuleContext): Promise<Verdict | undefined> {
  for (const rule of rules.list) {
    const { spec, when } = rule;
    if (!matchesStatus(spec, response.status)) continue;
    // A rule with neither status nor condition applies to failures only.
    if (spec.status === undefined && when === undefined && isSuccess(response.status)) continue;
    const input = () => ({ ...at.scope, ...response });
    if (when !== undefined && !isTrue(await when.evaluate(input(), {}))) continue;
    const verdict = toVerdict(rule);
    return rule.reason === undefined ? verdict : { ...verdict, reason: await readReason(rule, input()) };
  }
  return undefined;
}

/** Meaning of a status for the caller: a state of a job instead of a failure, or a file that is no longer available. */
export type StatusMeaning = (status: number) => 'ok' | 'expired' | undefined;

/**
 * Classifies a response by the first matching rule, by its meaning for the caller, or by the built-in classification.
 * Conditions see `at.scope` and the response. Rejects with EXPRESSION_FAILED.
 */
export const classifyResponse = async (
  rules: Rules,
  response: RuleResponse,
  at: RuleContext,
  meaningOf: StatusMeaning = () => undefined,
): Promise<Verdict> => {
  const ruled = await applyRules(rules, response, at);
  if (ruled) return ruled;
  const meaning = meaningOf(response.status);
  return meaning ? { kind: meaning } : getBuiltInVerdict(response.status, rules);
};
