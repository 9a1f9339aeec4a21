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

/** Compiled parameters in manifest order. `render` omits those whose `when` is false. */
export interface Parameters {
  readonly names: Template['names'];
  render(scope: TemplateScope, options: RenderOptions): Promise<EncodedPair[]>;
}

/** Renders the encoded values of one parameter. */
type RenderValues = (scope: TemplateScope, options: RenderOptions) => Promise<string[]>;

interface CompiledParameter {
  readonly names: Template['names'];
  readonly values: RenderValues;
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
  const isEnabled = compileCondition(when);
  return { names, values: async (scope, options) => ((await isEnabled(scope)) ? values(scope, options) : []) };
};

const compileComposite = ({ join, clauses }: Composite): CompiledParameter => {
  const compiled = clauses.map(compileClause);
  const glue = encodeComponent(join);
  const values: RenderValues = async (scope, options) => {
    const texts = (await Promise.all(compiled.map((clause) => clause.values(scope, options)))).flat();
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
