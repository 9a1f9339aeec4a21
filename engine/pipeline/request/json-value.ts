import { isObject, type Json } from '../../base/json/types.ts';
import { compileJson } from '../../language/template/index.ts';
import { isComputed, isConditional } from '../../manifest/value-forms.ts';
import { collectRendered, compileComputed, compileConditional, type RequestPart, thenRendered } from './value.ts';

type JsonPart = RequestPart<Json | undefined>;

const isPlain = (value: unknown): boolean => {
  if (isComputed(value) || isConditional(value)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isPlain);
};

const compileList = (values: readonly unknown[]): JsonPart => {
  const members = values.map(compileJsonValue);
  const keepPresent = (list: readonly (Json | undefined)[]): Json => list.filter((member) => member !== undefined);
  return {
    names: members.flatMap(({ names }) => names),
    render: (scope, options) =>
      thenRendered(collectRendered(members.map((member) => member.render(scope, options))), keepPresent),
  };
};

const compileObject = (value: object): JsonPart => {
  const keys = Object.keys(value);
  const members = Object.values(value).map(compileJsonValue);
  // fromEntries defines members, so a key "__proto__" stays an ordinary key.
  const toObject = (list: readonly (Json | undefined)[]): Json =>
    Object.fromEntries(
      keys.flatMap((key, index) => {
        const member = list[index];
        return member === undefined ? [] : [[key, member] as const];
      }),
    );
  return {
    names: members.flatMap(({ names }) => names),
    render: (scope, options) =>
      thenRendered(collectRendered(members.map((member) => member.render(scope, options))), toObject),
  };
};

/**
 * Compiles a JSON body: its strings are templates, `{expr}` is computed, `{value, when}` is conditional. A value without a
 * result leaves its key or list member out. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX.
 */
export const compileJsonValue = (value: unknown): JsonPart => {
  if (isPlain(value)) {
    const { names, render } = compileJson(value);
    return { names, render: (scope, options) => render(scope, options) };
  }
  if (isComputed(value)) return compileComputed(value.expr);
  if (isConditional(value)) return compileConditional(compileJsonValue(value.value), value.when);
  return isObject(value) ? compileObject(value) : compileList(value as readonly unknown[]);
};
