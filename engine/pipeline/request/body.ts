import type { Json } from '../../base/json/types.ts';
import {
  compileJson,
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import type { RequestPatch } from './http-request.ts';
import { createEncodedPair, joinPairs, setPairs } from './pairs.ts';

/** Body text with its default content type. */
interface BodyContent {
  readonly type: string;
  readonly text: string;
}

/** Compiled body of a request; `render` returns undefined for a request without a body. */
export interface RequestBody {
  readonly names: Template['names'];
  render(scope: TemplateScope, options: RenderOptions, patch: RequestPatch): BodyContent | undefined;
}

const buildJsonContent = (value: Json | undefined, changes: RequestPatch['json']): BodyContent | undefined => {
  if (value === undefined && changes === undefined) return undefined;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const content = changes === undefined ? value : { ...(isObject ? value : {}), ...changes };
  return { type: 'application/json', text: JSON.stringify(content) };
};

const compileJsonBody = (json: unknown): RequestBody => {
  const template = json === undefined ? undefined : compileJson(json);
  return {
    names: template?.names ?? [],
    render: (scope, options, patch) => buildJsonContent(template?.render(scope, options), patch.json),
  };
};

const compileFormBody = (form: Readonly<Record<string, string>>): RequestBody => {
  const fields = Object.entries(form).map(([name, value]) => ({ name, value: compileTemplate(value, 'form') }));
  const render: RequestBody['render'] = (scope, options, patch) => {
    const pairs = fields.map(({ name, value }) => createEncodedPair(name, value.render(scope, options)));
    return { type: 'application/x-www-form-urlencoded', text: joinPairs(setPairs(pairs, patch.form ?? {})) };
  };
  return { names: fields.flatMap(({ value }) => value.names), render };
};

const compileTextBody = (text: string): RequestBody => {
  const template = compileTemplate(text, 'text');
  const render: RequestBody['render'] = (scope, options) => ({
    type: 'text/plain; charset=utf-8',
    text: template.render(scope, options),
  });
  return { names: template.names, render };
};

/** Compiles the body of a request. Throws TEMPLATE_SYNTAX. */
export const compileBody = ({ json, form, text }: RequestSpec): RequestBody => {
  if (text !== undefined) return compileTextBody(text);
  if (form !== undefined) return compileFormBody(form);
  if (json !== undefined) return compileJsonBody(json);
  const none = compileJsonBody(undefined);
  const empty = compileFormBody({});
  const render: RequestBody['render'] = (scope, options, patch) =>
    (patch.form ? empty : none).render(scope, options, patch);
  return { names: [], render };
};
