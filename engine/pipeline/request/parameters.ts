import {
  compileTemplate,
  encodeComponent,
  type RenderOptions,
  type Scope,
  type Template,
} from '../../language/template/index.ts';
import type { Clause, Composite, Parameter } from '../../manifest/types.generated.ts';
import { compileCondition } from './condition.ts';
import { encodedPair, type Pair } from './pairs.ts';

/** Several parameters in the order they are written; what is left out by its `when` gives none. */
export interface Parameters {
  readonly names: Template['names'];
  render(scope: Scope, options: RenderOptions): Promise<Pair[]>;
}

/** Gives the encoded values of one name. */
type Values = (scope: Scope, options: RenderOptions) => Promise<string[]>;

interface Compiled {
  readonly names: Template['names'];
  readonly values: Values;
}

const fixed = (values: readonly (string | number | boolean)[]): Compiled => {
  const templates = values.map((value) => compileTemplate(String(value), 'query'));
  return {
    names: templates.flatMap((template) => template.names),
    values: async (scope, options) => templates.map((template) => template.render(scope, options)),
  };
};

const clause = ({ value, when }: Clause): Compiled => {
  const { names, values } = fixed([value]);
  const holds = compileCondition(when);
  return { names, values: async (scope, options) => ((await holds(scope)) ? values(scope, options) : []) };
};

const composite = ({ join, clauses }: Composite): Compiled => {
  const compiled = clauses.map(clause);
  const glue = encodeComponent(join);
  const values: Values = async (scope, options) => {
    const texts = (await Promise.all(compiled.map((one) => one.values(scope, options)))).flat();
    return texts.length === 0 ? [] : [texts.join(glue)];
  };
  return { names: compiled.flatMap(({ names }) => names), values };
};

const compileParameter = (parameter: Parameter): Compiled => {
  if (Array.isArray(parameter)) return fixed(parameter);
  if (typeof parameter !== 'object') return fixed([parameter]);
  return 'clauses' in parameter ? composite(parameter) : clause(parameter);
};

/** Compiles the query of a request. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileParameters = (query: Readonly<Record<string, Parameter>>): Parameters => {
  const compiled = Object.entries(query).map(([name, parameter]) => ({ name, ...compileParameter(parameter) }));
  const render: Parameters['render'] = async (scope, options) => {
    const rendered = compiled.map(async ({ name, values }) =>
      (await values(scope, options)).map((value) => encodedPair(name, value)),
    );
    return (await Promise.all(rendered)).flat();
  };
  return { names: compiled.flatMap(({ names }) => names), render };
};
