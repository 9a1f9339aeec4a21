import { engineError } from '../../base/errors/index.ts';
import type { Json } from '../../base/json/types.ts';
import {
  compileSingle,
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { Header, RequestSpec } from '../../manifest/types.generated.ts';
import { isComputed } from '../../manifest/value-forms.ts';
import { checkAllowed, findAccess, type HostAccess, parseUrl } from './allowed-hosts.ts';
import { compileComputed, type Rendered, type RequestPart, thenRendered } from './value.ts';

/** Defaults of a connector's requests. */
export interface RequestDefaults {
  /** Template. */
  readonly baseUrl: string;
  /** Templates. */
  readonly allowedHosts: readonly string[];
  /** Headers of all requests. */
  readonly headers?: Readonly<Record<string, Header>>;
  readonly userAgent: string;
  /** Set for the requests of a stream, with its auth: those without credentials may use wildcards of `allowedHosts`. */
  readonly stream?: { readonly auth: string | undefined };
}

/** Rendered URL of a request, without a fragment. */
export interface RenderedTarget {
  /** URL without its query, and the query without `?`. */
  readonly base: string;
  readonly search: string;
}

/** Compiled URL of a request, without the query of the manifest. */
export interface RequestTarget {
  readonly names: Template['names'];
  /** Renders the URL; `link` replaces it. Throws, or rejects with, URL_INVALID, HOST_NOT_ALLOWED and template errors. */
  render(scope: TemplateScope, options: RenderOptions, link?: string): Rendered<RenderedTarget>;
  /** Returns the access to a URL by `allowedHosts`; undefined if it does not cover the URL. Throws URL_INVALID. */
  findAccess(url: string, scope: TemplateScope): HostAccess | undefined;
  /** Checks that a URL is in `allowedHosts`. Throws URL_INVALID, HOST_NOT_ALLOWED. */
  check(url: string | URL, scope: TemplateScope, options: RenderOptions): URL;
}

const joinPath = (base: string, path: string): string => {
  if (/[?#]/.test(base)) throw engineError('URL_INVALID', { what: 'baseUrl' });
  return `${base.replace(/\/+$/, '')}${path.startsWith('/') || path === '' ? '' : '/'}${path}`;
};

const splitUrl = (url: string): RenderedTarget => {
  const start = url.indexOf('?');
  return start === -1 ? { base: url, search: '' } : { base: url.slice(0, start), search: url.slice(start + 1) };
};

/** Absolute URL with only characters that are sent unchanged. */
const SENDABLE = /^https?:\/\/[^/?#\\]+(?:[/?][!-[\]-~]*)?$/i;

/** Returns a vendor's URL byte for byte, because signatures cover it; normalized if it cannot be sent as it is. */
const keepExact = (text: string, url: URL): RenderedTarget => {
  const exact = text.replace(/#.*$/s, '');
  return splitUrl(SENDABLE.test(exact) ? exact : normalize(url));
};

const normalize = ({ origin, pathname, search }: URL): string => `${origin}${pathname}${search}`;

/** Compiles a URL that the vendor gives; undefined for one that is put together from several parts. */
const compileVerbatim = (url: RequestSpec['url']): RequestPart<Json | undefined> | undefined => {
  if (url === undefined) return undefined;
  if (isComputed(url)) return compileComputed(url.expr);
  const single = compileSingle(url);
  return single && { names: single.names, render: (scope, options) => single.render(scope, options) };
};

/** Compiles the URL of a request. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileTarget = ({ path = '', url, auth }: RequestSpec, defaults: RequestDefaults): RequestTarget => {
  const unsigned = defaults.stream !== undefined && (auth ?? defaults.stream.auth) === 'none';
  const what = typeof url === 'object' ? url.expr : (url ?? path);
  const verbatim = compileVerbatim(url);
  const fullUrl = typeof url === 'string' && !verbatim ? compileTemplate(url, 'url') : undefined;
  const base = compileTemplate(defaults.baseUrl, 'url');
  const end = compileTemplate(path, 'path');
  const hosts = defaults.allowedHosts.map((host) => compileTemplate(host, 'url'));
  const renderHosts = (scope: TemplateScope, options: RenderOptions) =>
    hosts.map((host) => host.render(scope, options));
  const isFromLogin = base.names.some(([root]) => root === 'session');
  /** Returns true for the base URL's origin if a login captured it: the manifest sends credentials there. */
  const isOwnOrigin = (address: string | URL, scope: TemplateScope, options: RenderOptions): boolean =>
    isFromLogin && URL.parse(base.render(scope, options))?.origin === URL.parse(String(address))?.origin;
  const check: RequestTarget['check'] = (address, scope, options) =>
    checkAllowed(address, renderHosts(scope, options), {
      isOpen: () => unsigned || isOwnOrigin(address, scope, options),
    });
  const render: RequestTarget['render'] = (scope, options, link) => {
    const keep = (text: string) => keepExact(text, check(parseUrl(text, what), scope, options));
    if (link !== undefined) return keep(link);
    if (verbatim) {
      const resolve = (text: Json | undefined) => resolveUrl(text, () => base.render(scope, options), what);
      return thenRendered(verbatim.render(scope, options), (text) => keep(resolve(text)));
    }
    const text = fullUrl?.render(scope, options) ?? joinPath(base.render(scope, options), end.render(scope, options));
    return splitUrl(normalize(check(parseUrl(text, what), scope, options)));
  };
  const own = verbatim ?? fullUrl;
  return {
    names: [...(own ? own.names : [...base.names, ...end.names]), ...hosts.flatMap(({ names }) => names)],
    render,
    check,
    findAccess: (address, scope) => findAccess(parseUrl(address, 'a request'), renderHosts(scope, {})),
  };
};

/** Returns an absolute URL unchanged and resolves a relative one against the base URL. Throws URL_INVALID. */
const resolveUrl = (text: Json | undefined, renderBase: () => string, what: string): string => {
  if (typeof text !== 'string' || text === '') throw engineError('URL_INVALID', { what });
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text;
  const resolved = URL.parse(text, `${renderBase().replace(/\/+$/, '')}/`);
  if (resolved === null) throw engineError('URL_INVALID', { what });
  return resolved.href;
};
