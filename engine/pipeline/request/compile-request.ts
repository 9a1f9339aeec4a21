import {
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import { compileBody } from './body.ts';
import type { HttpRequest, RequestPatch } from './http-request.ts';
import { joinPairs, parsePairs, setPairs } from './pairs.ts';
import { compileParameters } from './parameters.ts';
import { compileTarget, type RequestDefaults } from './target.ts';

/** A request of the manifest, ready to be built for any scope and page. */
export interface CompiledRequest {
  readonly method: HttpRequest['method'];
  /** Whether it may be sent again after a failure: GET, and what the manifest says is repeatable. */
  readonly repeatable: boolean;
  /** Paths that its templates read. */
  readonly names: Template['names'];
  /**
   * The draft for a scope, moved to a page by `patch`. Asynchronous because conditions are JSONata. Rejects with
   * URL_INVALID, HOST_NOT_ALLOWED, TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED, EXPRESSION_FAILED.
   */
  build(scope: TemplateScope, patch?: RequestPatch, options?: RenderOptions): Promise<HttpRequest>;
}

interface Header {
  readonly name: string;
  readonly value: Template;
}

/** Headers by lower-case name; those given later win. */
const compileHeaders = (...layers: readonly (Readonly<Record<string, string>> | undefined)[]): Header[] => {
  const entries = layers.flatMap((layer) => Object.entries(layer ?? {}));
  const byName = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  return [...byName].map(([name, value]) => ({ name, value: compileTemplate(value, 'header') }));
};

const appendSearch = (url: URL, search: string): string => `${url.origin}${url.pathname}${search && `?${search}`}`;

/** Compiles a request of the manifest. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileRequest = (spec: RequestSpec, defaults: RequestDefaults): CompiledRequest => {
  const { method = 'GET', repeatable = method === 'GET' } = spec;
  const target = compileTarget(spec, defaults);
  const query = compileParameters(spec.query ?? {});
  const body = compileBody(spec);
  const standard = { accept: 'application/json', 'user-agent': defaults.userAgent };
  const headers = compileHeaders(standard, defaults.headers, spec.headers);
  const build: CompiledRequest['build'] = async (scope, patch = {}, options = {}) => {
    const url = target.render(scope, options, patch.url);
    // A link of the vendor's is whole: it holds the query of the page it leads to.
    const asked = patch.url === undefined ? await query.render(scope, options) : [];
    const pairs = setPairs([...parsePairs(url.search.slice(1)), ...asked], patch.query ?? {});
    const content = body.render(scope, options, patch);
    const own = Object.fromEntries(headers.map(({ name, value }) => [name, value.render(scope, options)]));
    return {
      method,
      url: appendSearch(url, joinPairs(pairs)),
      headers: { ...(content && { 'content-type': content.type }), ...own },
      ...(content && { body: content.text }),
    };
  };
  const names = [target, query, body, ...headers.map(({ value }) => value)].flatMap((part) => part.names);
  return { method, repeatable, names, build };
};
