import type { RegexNode, ScalarNode } from '../ast.ts';
import { type Code, js, numeral, quote } from '../code.ts';
import { KIND, type Kinds } from '../kinds.ts';
import { constant, hold, type Scope, type Value } from '../scope.ts';

const literal = (value: unknown): { readonly code: Code; readonly kinds: Kinds } => {
  if (typeof value === 'string') return { code: quote(value), kinds: KIND.text };
  if (typeof value === 'number') return { code: numeral(value), kinds: KIND.number };
  if (value === null) return { code: js`null`, kinds: KIND.null };
  if (value === undefined) return { code: js`undefined`, kinds: KIND.nothing };
  return { code: value === true ? js`true` : js`false`, kinds: KIND.boolean };
};

/** A text, a number, true, false or null. */
export const emitScalar = (node: ScalarNode): Value => ({ ...literal(node.value), literal: node.value });

/** A regular expression: a matcher, made anew each time because it remembers where it is. */
export const emitRegex = (node: RegexNode, scope: Scope): Value =>
  hold(scope, js`regexValue(${constant(scope.unit, node.value)})`, KIND.function);
