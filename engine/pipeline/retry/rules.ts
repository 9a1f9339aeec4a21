import { compileExpression, type Expression } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import type { ErrorRule } from '../../manifest/types.generated.ts';
import type { RetryPolicy } from './policy.ts';

/** An answer as rules see it: the body as JSON where it is JSON, else as text; absent where nobody reads it. */
export interface RuleAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What an answer means. */
export type Verdict =
  | { readonly kind: 'ok' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'reauthenticate' }
  | { readonly kind: 'skipPartition' }
  | { readonly kind: 'endOfPages' }
  | { readonly kind: 'fail'; readonly code?: ErrorRule['code']; readonly fix?: string };

interface CompiledRule {
  readonly spec: ErrorRule;
  readonly when: Expression | undefined;
}

/** The rules of one stream, in their order, with what is built in behind them. */
export interface Rules {
  readonly list: readonly CompiledRule[];
  readonly policy: RetryPolicy;
  readonly reauthOn: readonly number[];
  readonly skipOn: readonly number[];
  /** Whether a rule may look into an answer with this status. */
  looksAt(status: number): boolean;
}

export interface RuleSources {
  /** The stream's own rules go before the connector's. */
  readonly own: readonly ErrorRule[] | undefined;
  readonly shared: readonly ErrorRule[] | undefined;
  readonly policy: RetryPolicy;
  readonly reauthOn: readonly number[];
  readonly skipOn: readonly number[];
}

const OK = (status: number) => status >= 200 && status < 300;

const matchesStatus = (rule: ErrorRule, status: number): boolean =>
  rule.status === undefined || rule.status.includes(status);

/** Compiles error rules. Throws EXPRESSION_SYNTAX. */
export function compileRules({ own = [], shared = [], policy, reauthOn, skipOn }: RuleSources): Rules {
  const list = [...own, ...shared].map((spec) => ({
    spec,
    when: spec.when === undefined ? undefined : compileExpression(spec.when),
  }));
  const looksAt = (status: number) => list.some(({ spec }) => spec.when !== undefined && matchesStatus(spec, status));
  return { list, policy, reauthOn, skipOn, looksAt };
}

function toVerdict(spec: ErrorRule): Verdict {
  if (spec.action !== 'fail') return { kind: spec.action };
  return {
    kind: 'fail',
    ...(spec.code === undefined ? {} : { code: spec.code }),
    ...(spec.fix === undefined ? {} : { fix: spec.fix }),
  };
}

function builtInVerdict(status: number, { policy, reauthOn, skipOn }: Rules): Verdict {
  if (OK(status)) return { kind: 'ok' };
  if (policy.statuses.includes(status)) return { kind: 'retry' };
  if (reauthOn.includes(status)) return { kind: 'reauthenticate' };
  return skipOn.includes(status) ? { kind: 'skipPartition' } : { kind: 'fail' };
}

/** What an answer means: the first rule that holds decides, then what is built in. `scope` is what conditions see. */
export async function classifyAnswer(
  rules: Rules,
  answer: RuleAnswer,
  scope: Readonly<Record<string, unknown>>,
): Promise<Verdict> {
  for (const { spec, when } of rules.list) {
    if (!matchesStatus(spec, answer.status)) continue;
    // A rule with neither status nor condition is about failures, not about every answer.
    if (spec.status === undefined && when === undefined && OK(answer.status)) continue;
    if (when === undefined || isTrue(await when.evaluate({ ...scope, ...answer }, {}))) return toVerdict(spec);
  }
  return builtInVerdict(answer.status, rules);
}
