import type { RegexNode, ScalarNode } from '../ast.ts';
import { type Code, js, numberLiteral, quoteText } from '../code.ts';
import { addConstant, bindValue, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { KIND, type Kinds } from '../kinds.ts';

const emitLiteral = (value: unknown): { readonly code: Code; readonly kinds: Kinds } => {
  if (typeof value === 'string') return { code: quoteText(value), kinds: KIND.text };
  if (typeof value === 'number') return { code: numberLiteral(value), kinds: KIND.number };
  if (value === null) return { code: js`null`, kinds: KIND.null };
  if (value === undefined) return { code: js`undefined`, kinds: KIND.nothing };
  return { code: value === true ? js`true` : js`false`, kinds: KIND.boolean };
};

/** Emits a string, a number, true, false or null. */
export const emitScalar = (node: ScalarNode): EmittedValue => ({ ...emitLiteral(node.value), literal: node.value });

/** Emits a regular expression: a new matcher each time, as it stores its position. */
export const emitRegex = (node: RegexNode, scope: EmitScope): EmittedValue =>
  bindValue(scope, js`regexValue(${addConstant(scope.unit, node.value)})`, KIND.function);
