import {
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import type { HostAccess } from './allowed-hosts.ts';
import { compileBody } from './body.ts';
import { compileHeaders } from './headers.ts';
import type { HttpRequest, RequestPatch } from './http-request.ts';
import { joinPairs, parsePairs, setPairs } from './pairs.ts';
import { compileParameters } from './parameters.ts';
import { compileTarget, type RenderedTarget, type RequestDefaults } from './target.ts';

/** Compiled request of a manifest. */
export interface CompiledRequest {
  readonly method: HttpRequest['method'];
  /** Allows sending it again after a failure: true for GET, PUT and DELETE, and for requests that the manifest marks as repeatable. */
  readonly repeatable: boolean;
  /** Name of its auth, if it differs from the stream's. */
  readonly auth: string | undefined;
  /** Scope paths that its templates read. */
  readonly names: Template['names'];
  /**
   * Builds the request for a scope; `patch` selects the page. Asynchronous because values may be JSONata. Rejects with
   * URL_INVALID, HOST_NOT_ALLOWED, TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED, EXPRESSION_FAILED.
   */
  build(scope: TemplateScope, patch?: RequestPatch, options?: RenderOptions): Promise<HttpRequest>;
  /** Returns the access to a URL by `allowedHosts`; undefined if it does not cover the URL. Throws URL_INVALID. */
  findAccess(url: string, scope: TemplateScope): HostAccess | undefined;
}

type Pairs = ReturnType<typeof parsePairs>;

/** Adds parameters to a URL; without any, the URL stays as it is. */
const appendPairs = ({ base, search }: RenderedTarget, own: Pairs, changes: RequestPatch['query'] = {}): string => {
  const isChanged = own.length > 0 || Object.keys(changes).length > 0;
  const query = isChanged ? joinPairs(setPairs([...parsePairs(search), ...own], changes)) : search;
  return query === '' ? base : `${base}?${query}`;
};

/** Methods that have the same effect when they are sent again (RFC 9110 §9.2.2). */
const IDEMPOTENT: ReadonlySet<HttpRequest['method']> = new Set(['GET', 'PUT', 'DELETE']);

const PAGE_HEADER = compileTemplate('{{page.position}}', 'header');

/** Builds the headers of a patch. Throws TEMPLATE_VALUE_REFUSED for a value that a header cannot contain. */
const buildPageHeaders = ({ headers = {} }: RequestPatch): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      PAGE_HEADER.render({ page: { position: value } }),
    ]),
  );

/** Compiles a request of the manifest. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileRequest = (spec: RequestSpec, defaults: RequestDefaults): CompiledRequest => {
  const { method = 'GET', repeatable = IDEMPOTENT.has(method), auth } = spec;
  const target = compileTarget(spec, defaults);
  const query = compileParameters(spec.query ?? {}, 'query');
  const body = compileBody(spec);
  const standard = { accept: 'application/json', 'user-agent': defaults.userAgent };
  const headers = compileHeaders(standard, defaults.headers, spec.headers);
  const build: CompiledRequest['build'] = async (scope, patch = {}, options = {}) => {
    const url = await target.render(scope, options, patch.url);
    // A link from the vendor is complete: it contains the query of the next page.
    const pairs = patch.url === undefined ? await query.render(scope, options) : [];
    const content = await body.render(scope, options, patch);
    const own = await headers.render(scope, options);
    return {
      method,
      url: appendPairs(url, pairs, patch.query),
      headers: { ...(content && { 'content-type': content.type }), ...own, ...buildPageHeaders(patch) },
      ...(content && { body: content.text }),
    };
  };
  const names = [target, query, body, headers].flatMap((part) => part.names);
  return {
    method,
    repeatable,
    auth,
    names,
    build,
    findAccess: target.findAccess,
  };
};
