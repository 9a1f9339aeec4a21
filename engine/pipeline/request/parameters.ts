import {
  compileTemplate,
  encodeComponent,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { Clause, Composite, Parameter } from '../../manifest/types.generated.ts';
import { compileCondition } from './condition.ts';
import { createEncodedPair, type EncodedPair } from './pairs.ts';

/** Several parameters in the order they are written; what is left out by its `when` gives none. */
export interface Parameters {
  readonly names: Template['names'];
  render(scope: TemplateScope, options: RenderOptions): Promise<EncodedPair[]>;
}

/** Gives the encoded values of one name. */
type Values = (scope: TemplateScope, options: RenderOptions) => Promise<string[]>;

interface CompiledParameter {
  readonly names: Template['names'];
  readonly values: Values;
}

const compileFixed = (values: readonly (string | number | boolean)[]): CompiledParameter => {
  const templates = values.map((value) => compileTemplate(String(value), 'query'));
  return {
    names: templates.flatMap((template) => template.names),
    values: async (scope, options) => templates.map((template) => template.render(scope, options)),
  };
};

const compileClause = ({ value, when }: Clause): CompiledParameter => {
  const { names, values } = compileFixed([value]);
  const holds = compileCondition(when);
  return { names, values: async (scope, options) => ((await holds(scope)) ? values(scope, options) : []) };
};

const compileComposite = ({ join, clauses }: Composite): CompiledParameter => {
  const compiled = clauses.map(compileClause);
  const glue = encodeComponent(join);
  const values: Values = async (scope, options) => {
    const texts = (await Promise.all(compiled.map((one) => one.values(scope, options)))).flat();
    return texts.length === 0 ? [] : [texts.join(glue)];
  };
  return { names: compiled.flatMap(({ names }) => names), values };
};

const compileParameter = (parameter: Parameter): CompiledParameter => {
  if (Array.isArray(parameter)) return compileFixed(parameter);
  if (typeof parameter !== 'object') return compileFixed([parameter]);
  return 'clauses' in parameter ? compileComposite(parameter) : compileClause(parameter);
};

/** Compiles the query of a request. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileParameters = (query: Readonly<Record<string, Parameter>>): Parameters => {
  const compiled = Object.entries(query).map(([name, parameter]) => ({ name, ...compileParameter(parameter) }));
  const render: Parameters['render'] = async (scope, options) => {
    const rendered = compiled.map(async ({ name, values }) =>
      (await values(scope, options)).map((value) => createEncodedPair(name, value)),
    );
    return (await Promise.all(rendered)).flat();
  };
  return { names: compiled.flatMap(({ names }) => names), render };
};
