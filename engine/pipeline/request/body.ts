import { fromPointer, setAtPath } from '../../base/json/index.ts';
import type { Json } from '../../base/json/types.ts';
import {
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec, Value } from '../../manifest/types.generated.ts';
import type { RequestPatch } from './http-request.ts';
import { compileJsonValue } from './json-value.ts';
import { compileMultipart } from './multipart.ts';
import { type EncodedPair, joinPairs, setPairs } from './pairs.ts';
import { compileParameters } from './parameters.ts';
import { compileText, type Rendered, type RequestPart, thenRendered } from './value.ts';

/** Body text with its default content type. */
export interface BodyContent {
  readonly type: string;
  readonly text: string;
}

/** Compiled body of a request; `render` returns undefined for a request without a body. */
export interface RequestBody {
  readonly names: Template['names'];
  render(scope: TemplateScope, options: RenderOptions, patch: RequestPatch): Rendered<BodyContent | undefined>;
}

const toPath = (name: string): readonly string[] => (name.startsWith('/') ? fromPointer(name) : undefined) ?? [name];

// TypeScript's library does not declare `rawJSON` yet.
const { rawJSON } = JSON as unknown as { rawJSON(literal: string): unknown };

/** Serializes a JSON body; strings that are one of `numbers` become number literals. */
const stringifyBody = (value: Json, numbers: readonly string[] = []): string =>
  numbers.length === 0
    ? JSON.stringify(value)
    : JSON.stringify(value, (_key, member: unknown) =>
        typeof member === 'string' && numbers.includes(member) ? rawJSON(member) : member,
      );

const buildJsonContent = (
  value: Json | undefined,
  { json: changes, numbers }: RequestPatch,
): BodyContent | undefined => {
  if (value === undefined && changes === undefined) return undefined;
  const content = Object.entries(changes ?? {}).reduce<Json>(
    (body, [name, member]) => setAtPath(body, toPath(name), member),
    value ?? {},
  );
  return { type: 'application/json', text: stringifyBody(content, numbers) };
};

const buildFormContent = (pairs: readonly EncodedPair[], changes: RequestPatch['form']): BodyContent => ({
  type: 'application/x-www-form-urlencoded',
  text: joinPairs(setPairs(pairs, changes ?? {})),
});

const compileJsonBody = (json: unknown): RequestBody => {
  const { names, render } = compileJsonValue(json);
  return {
    names,
    render: (scope, options, patch) => thenRendered(render(scope, options), (value) => buildJsonContent(value, patch)),
  };
};

const compileFormBody = (form: NonNullable<RequestSpec['form']>): RequestBody => {
  const { names, render } = compileParameters(form, 'form');
  return {
    names,
    render: (scope, options, patch) =>
      thenRendered(render(scope, options), (pairs) => buildFormContent(pairs, patch.form)),
  };
};

const compileTextBody = (type: string, { names, render }: RequestPart<string | undefined>): RequestBody => ({
  names,
  render: (scope, options) =>
    thenRendered(render(scope, options), (text) => (text === undefined ? undefined : { type, text })),
});

/** Body of a request that declares none: only a page position may add one. */
const NO_BODY: RequestBody = {
  names: [],
  render: (_scope, _options, patch) =>
    patch.form ? buildFormContent([], patch.form) : buildJsonContent(undefined, patch),
};

/** Kind of body → its compiler; a request declares at most one. */
const BODIES = {
  json: compileJsonBody,
  form: compileFormBody,
  multipart: compileMultipart,
  text: (text: Value) => compileTextBody('text/plain; charset=utf-8', compileText(text, 'text')),
  xml: (xml: string) => compileTextBody('application/xml; charset=utf-8', compileTemplate(xml, 'xml')),
} as const satisfies { readonly [K in keyof RequestSpec]?: (spec: never) => RequestBody };

/** Compiles the body of a request. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileBody = (spec: RequestSpec): RequestBody => {
  for (const kind of Object.keys(BODIES) as (keyof typeof BODIES)[]) {
    if (spec[kind] !== undefined) return (BODIES[kind] as (value: unknown) => RequestBody)(spec[kind]);
  }
  return NO_BODY;
};
