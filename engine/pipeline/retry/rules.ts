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

/** Classification of a response. */
export type Verdict =
  | { readonly kind: 'ok' }
  /** `wait` is the manifest's: the error rule's, or else the policy's. */
  | { readonly kind: 'retry'; readonly wait?: Wait | undefined }
  | { readonly kind: 'reauthenticate' }
  | { readonly kind: 'skipPartition' }
  | { readonly kind: 'endOfPages' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'fail'; readonly code?: ErrorRule['code']; readonly fix?: string };

interface CompiledRule {
  readonly spec: ErrorRule;
  readonly when: Expression | undefined;
  readonly wait: Wait | undefined;
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

const isSuccess = (status: number) => status >= 200 && status < 300;

const matchesStatus = (rule: ErrorRule, status: number): boolean =>
  rule.status === undefined || rule.status.includes(status);

/** Compiles error rules. Throws EXPRESSION_SYNTAX, and CONFIG_INVALID for a setting that is not a duration. */
export function compileRules({ own = [], shared = [], policy, reauthOn, skipOn, scope = {} }: RuleSources): Rules {
  const list = [...own, ...shared].map((spec) => ({
    spec,
    when: spec.when === undefined ? undefined : compileExpression(spec.when),
    wait: spec.wait === undefined ? policy.wait : compileWait(spec.wait, scope),
  }));
  const readsBody = ({ spec, wait }: CompiledRule) =>
    spec.when !== undefined || (spec.action === 'retry' && wait?.kind === 'read');
  const needsBody = (status: number) => list.some((rule) => readsBody(rule) && matchesStatus(rule.spec, status));
  return { list, policy, reauthOn, skipOn, needsBody };
}

function toVerdict({ spec, wait }: CompiledRule): Verdict {
  if (spec.action === 'retry') return { kind: 'retry', wait };
  if (spec.action !== 'fail') return { kind: spec.action };
  return {
    kind: 'fail',
    ...(spec.code === undefined ? {} : { code: spec.code }),
    ...(spec.fix === undefined ? {} : { fix: spec.fix }),
  };
}

function getBuiltInVerdict(status: number, { policy, reauthOn, skipOn }: Rules): Verdict {
  if (isSuccess(status)) return { kind: 'ok' };
  if (policy.statuses.includes(status)) return { kind: 'retry', wait: policy.wait };
  if (reauthOn.includes(status)) return { kind: 'reauthenticate' };
  return skipOn.includes(status) ? { kind: 'skipPartition' } : { kind: 'fail' };
}

/** Meaning of a status for the caller: a state of a job instead of a failure, or a file that is no longer available. */
export type StatusMeaning = (status: number) => 'ok' | 'expired' | undefined;

/**
 * Classifies a response by the first matching rule, by its meaning for the caller, or by the built-in classification.
 * Conditions see `scope` and the response. Rejects with EXPRESSION_FAILED.
 */
export async function classifyResponse(
  rules: Rules,
  response: RuleResponse,
  scope: Readonly<Record<string, unknown>>,
  meaningOf: StatusMeaning = () => undefined,
): Promise<Verdict> {
  for (const rule of rules.list) {
    const { spec, when } = rule;
    if (!matchesStatus(spec, response.status)) continue;
    // A rule with neither status nor condition applies to failures only.
    if (spec.status === undefined && when === undefined && isSuccess(response.status)) continue;
    if (when === undefined || isTrue(await when.evaluate({ ...scope, ...response }, {}))) return toVerdict(rule);
  }
  const meaning = meaningOf(response.status);
  return meaning ? { kind: meaning } : getBuiltInVerdict(response.status, rules);
}
