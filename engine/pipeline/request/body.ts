import type { Json } from '../../base/json/types.ts';
import {
  compileJson,
  compileTemplate,
  type RenderOptions,
  type Scope,
  type Template,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import type { RequestPatch } from './draft.ts';
import { encodedPair, joinPairs, withPairs } from './pairs.ts';

/** A body with the content type it has unless a header says otherwise. */
interface Content {
  readonly type: string;
  readonly text: string;
}

/** What a request carries; undefined when it carries nothing. */
export interface Body {
  readonly names: Template['names'];
  render(scope: Scope, options: RenderOptions, patch: RequestPatch): Content | undefined;
}

const jsonContent = (value: Json | undefined, changes: RequestPatch['json']): Content | undefined => {
  if (value === undefined && changes === undefined) return undefined;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const whole = changes === undefined ? value : { ...(isObject ? value : {}), ...changes };
  return { type: 'application/json', text: JSON.stringify(whole) };
};

const jsonBody = (json: unknown): Body => {
  const template = json === undefined ? undefined : compileJson(json);
  return {
    names: template?.names ?? [],
    render: (scope, options, patch) => jsonContent(template?.render(scope, options), patch.json),
  };
};

const formBody = (form: Readonly<Record<string, string>>): Body => {
  const fields = Object.entries(form).map(([name, value]) => ({ name, value: compileTemplate(value, 'form') }));
  const render: Body['render'] = (scope, options, patch) => {
    const pairs = fields.map(({ name, value }) => encodedPair(name, value.render(scope, options)));
    return { type: 'application/x-www-form-urlencoded', text: joinPairs(withPairs(pairs, patch.form ?? {})) };
  };
  return { names: fields.flatMap(({ value }) => value.names), render };
};

const textBody = (text: string): Body => {
  const template = compileTemplate(text, 'text');
  const render: Body['render'] = (scope, options) => ({
    type: 'text/plain; charset=utf-8',
    text: template.render(scope, options),
  });
  return { names: template.names, render };
};

/** Compiles the body of a request. Throws TEMPLATE_SYNTAX. */
export const compileBody = ({ json, form, text }: RequestSpec): Body => {
  if (text !== undefined) return textBody(text);
  if (form !== undefined) return formBody(form);
  if (json !== undefined) return jsonBody(json);
  const none = jsonBody(undefined);
  const empty = formBody({});
  const render: Body['render'] = (scope, options, patch) => (patch.form ? empty : none).render(scope, options, patch);
  return { names: [], render };
};
