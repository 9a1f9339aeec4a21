import type { Json } from '../../base/json/types.ts';
import { compileExpression } from '../../language/expression/index.ts';
import {
  compileJson,
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
  type ValueTarget,
  writeValue,
} from '../../language/template/index.ts';
import type { Clause, Value } from '../../manifest/types.generated.ts';
import { isComputed } from '../../manifest/value-forms.ts';
import { buildExpressionInput, compileCondition } from './condition.ts';

/** Result that is a promise only if an expression takes part: plain templates are rendered without waiting. */
export type Rendered<T> = T | Promise<T>;

/** Applies `change` to a rendered result. */
export const thenRendered = <A, B>(value: Rendered<A>, change: (value: A) => Rendered<B>): Rendered<B> =>
  value instanceof Promise ? value.then(change) : change(value);

/** Collects rendered results; waits only if one of them is a promise. */
export const collectRendered = <T>(values: readonly Rendered<T>[]): Rendered<T[]> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as T[]);

/** Part of a request that is rendered for a scope. */
export interface RequestPart<T> {
  /** Scope paths that its templates read. */
  readonly names: Template['names'];
  /** Rejects with TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED, EXPRESSION_FAILED. */
  render(scope: TemplateScope, options: RenderOptions): Rendered<T>;
}

/** Value with its JSON type; undefined if its expression has no result. */
export interface CompiledValue extends RequestPart<Json | undefined> {
  /** Identifies the value in errors. */
  readonly label: string;
}

/** Compiles an expression of a request; undefined without a result. Throws EXPRESSION_SYNTAX. */
export const compileComputed = (source: string): CompiledValue => {
  const expression = compileExpression(source);
  const render: CompiledValue['render'] = (scope) =>
    expression.evaluate(buildExpressionInput(scope), {}) as Rendered<Json | undefined>;
  return { label: source, names: [], render };
};

/** Compiles a value; a template that is a single `{{…}}` keeps the type of its value. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileValue = (value: Value): CompiledValue => {
  if (isComputed(value)) return compileComputed(value.expr);
  const { names, render } = compileJson(value);
  return { label: names[0]?.join('.') ?? 'a constant', names, render: (scope, options) => render(scope, options) };
};

/** Renders `part` if the condition is true, else undefined. Throws EXPRESSION_SYNTAX. */
export const compileConditional = <T>(part: RequestPart<T>, when: string | undefined): RequestPart<T | undefined> => {
  if (when === undefined) return part;
  const isEnabled = compileCondition(when);
  const render: RequestPart<T | undefined>['render'] = async (scope, options) =>
    (await isEnabled(scope)) ? part.render(scope, options) : undefined;
  return { names: part.names, render };
};

/** Compiles a single text, encoded for its target; undefined if nothing is sent. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileText = (value: Value, target: 'header' | 'text'): RequestPart<string | undefined> => {
  if (!isComputed(value)) return compileTemplate(String(value), target);
  const { label, names, render } = compileComputed(value.expr);
  return {
    names,
    render: (scope, options) => thenRendered(render(scope, options), (json) => writeText(json, target, label)),
  };
};

const writeText = (value: Json | undefined, target: ValueTarget, label: string): string | undefined =>
  value === undefined || value === null ? undefined : writeValue(value, target, label);

/** Compiles a text with an optional condition. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileClause = (clause: Value | Clause, target: 'header' | 'text'): RequestPart<string | undefined> =>
  typeof clause === 'object' && 'value' in clause
    ? compileConditional(compileText(clause.value, target), clause.when)
    : compileText(clause, target);
