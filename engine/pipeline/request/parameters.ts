import type { Json } from '../../base/json/types.ts';
import { compileSingle, compileTemplate, encodeComponent, writeValue } from '../../language/template/index.ts';
import type { Clause, Composite, Parameter, Styled, Value } from '../../manifest/types.generated.ts';
import { createEncodedPair, type EncodedPair } from './pairs.ts';
import { type PairTarget, writePairs } from './styles.ts';
import { collectRendered, compileConditional, compileValue, type RequestPart, thenRendered } from './value.ts';

/** Compiled parameters in manifest order, without those that have no value. */
export type Parameters = RequestPart<EncodedPair[]>;

type Target = PairTarget['target'];

const flatten = <T>(lists: readonly (readonly T[])[]): T[] => lists.flat();

const isListable = (value: Json | undefined): value is Json => value !== undefined && value !== null;

const isPlain = (value: Value): value is string | number | boolean =>
  typeof value !== 'object' && (typeof value !== 'string' || compileSingle(value) === undefined);

/** Compiles a template of several parts, or a constant: always one pair. */
const compilePlain = (name: string, value: string | number | boolean, target: Target): Parameters => {
  const template = compileTemplate(String(value), target);
  return {
    names: template.names,
    render: (scope, options) => [createEncodedPair(name, template.render(scope, options))],
  };
};

/** Compiles a value that may be a list or an object. */
const compileTyped = (
  name: string,
  value: Value,
  { target, style }: { target: Target; style: NonNullable<Styled['style']> },
) => {
  const { label, names, render } = compileValue(value);
  const write = (json: Json | undefined): EncodedPair[] =>
    json === undefined ? [] : writePairs(name, json, style, { target, label });
  return { names, render: (scope, options) => thenRendered(render(scope, options), write) } satisfies Parameters;
};

const combine = (parts: readonly Parameters[]): Parameters => ({
  names: parts.flatMap(({ names }) => names),
  render: (scope, options) => thenRendered(collectRendered(parts.map((part) => part.render(scope, options))), flatten),
});

/** Compiles values that are written one after the other, each as if it were alone. */
const compileValues = (name: string, values: readonly Value[], target: Target): Parameters => {
  const parts = values.map((value) =>
    isPlain(value) ? compilePlain(name, value, target) : compileTyped(name, value, { target, style: 'repeat' }),
  );
  return parts.length === 1 && parts[0] ? parts[0] : combine(parts);
};

const compileStyled = (name: string, { value, when, style }: Styled, target: Target): Parameters => {
  const part =
    style === undefined
      ? compileValues(name, [value].flat(), target)
      : compileWithStyle(name, value, { target, style });
  const { names, render } = compileConditional(part, when);
  return { names, render: (scope, options) => thenRendered(render(scope, options), (pairs) => pairs ?? []) };
};

/** Compiles a list of values that are written as one list. */
const compileWithStyle = (
  name: string,
  value: Styled['value'],
  { target, style }: { target: Target; style: NonNullable<Styled['style']> },
): Parameters => {
  if (!Array.isArray(value)) return compileTyped(name, value, { target, style });
  const members = value.map(compileValue);
  const label = members.find((member) => member.names.length > 0)?.label ?? 'a constant';
  return {
    names: members.flatMap(({ names }) => names),
    render: (scope, options) =>
      thenRendered(collectRendered(members.map((member) => member.render(scope, options))), (list) =>
        writePairs(name, list.flat().filter(isListable) as Json[], style, { target, label }),
      ),
  };
};

const compileClauseTexts = ({ value, when }: Clause, target: Target): RequestPart<string[] | undefined> => {
  const { label, names, render } = compileValue(value);
  const write = (json: Json | undefined): string[] =>
    [json ?? []]
      .flat()
      .filter(isListable)
      .map((member) => writeValue(member, target, label));
  return compileConditional({ names, render: (scope, options) => thenRendered(render(scope, options), write) }, when);
};

const compileComposite = (name: string, { join, clauses }: Composite, target: Target): Parameters => {
  const compiled = clauses.map((clause) => compileClauseTexts(clause, target));
  const glue = encodeComponent(join);
  const write = (lists: readonly (string[] | undefined)[]): EncodedPair[] => {
    const texts = lists.flatMap((list) => list ?? []);
    return texts.length === 0 ? [] : [createEncodedPair(name, texts.join(glue))];
  };
  return {
    names: compiled.flatMap(({ names }) => names),
    render: (scope, options) =>
      thenRendered(collectRendered(compiled.map((clause) => clause.render(scope, options))), write),
  };
};

const compileParameter = (name: string, parameter: Parameter, target: Target): Parameters => {
  if (Array.isArray(parameter)) return compileValues(name, parameter, target);
  if (typeof parameter !== 'object' || 'expr' in parameter) return compileValues(name, [parameter], target);
  return 'clauses' in parameter ? compileComposite(name, parameter, target) : compileStyled(name, parameter, target);
};

/** Compiles query parameters or form fields. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileParameters = (parameters: Readonly<Record<string, Parameter>>, target: Target): Parameters =>
  combine(Object.entries(parameters).map(([name, parameter]) => compileParameter(name, parameter, target)));
