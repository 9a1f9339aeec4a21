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

/** Compiled request of a manifest. */
export interface CompiledRequest {
  readonly method: HttpRequest['method'];
  /** Allows sending it again after a failure: true for GET, and for requests that the manifest marks as repeatable. */
  readonly repeatable: boolean;
  /** Scope paths that its templates read. */
  readonly names: Template['names'];
  /**
   * Builds the request for a scope; `patch` selects the page. Asynchronous because conditions are JSONata. Rejects with
   * URL_INVALID, HOST_NOT_ALLOWED, TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED, EXPRESSION_FAILED.
   */
  build(scope: TemplateScope, patch?: RequestPatch, options?: RenderOptions): Promise<HttpRequest>;
}

interface Header {
  readonly name: string;
  readonly value: Template;
}

/** Merges header layers by lower-case name, later layers taking precedence, and compiles the values. */
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
    // A link from the vendor is complete: it contains the query of the next page.
    const rendered = patch.url === undefined ? await query.render(scope, options) : [];
    const pairs = setPairs([...parsePairs(url.search.slice(1)), ...rendered], patch.query ?? {});
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
