import { engineError } from '../../base/errors/index.ts';
import {
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import { checkAllowed, parseUrl } from './allowed-hosts.ts';

/** Defaults of a connector's requests. */
export interface RequestDefaults {
  /** Template. */
  readonly baseUrl: string;
  /** Templates. */
  readonly allowedHosts: readonly string[];
  /** Templates of all requests' headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent: string;
}

/** Compiled URL of a request, without the query of the manifest. */
export interface RequestTarget {
  readonly names: Template['names'];
  /** Renders the URL; `link` replaces it. Throws URL_INVALID, HOST_NOT_ALLOWED and template errors. */
  render(scope: TemplateScope, options: RenderOptions, link?: string): URL;
}

const joinPath = (base: string, path: string): string => {
  if (/[?#]/.test(base)) throw engineError('URL_INVALID', { what: 'baseUrl' });
  return `${base.replace(/\/+$/, '')}${path.startsWith('/') || path === '' ? '' : '/'}${path}`;
};

/** Compiles the URL of a request. Throws TEMPLATE_SYNTAX. */
export const compileTarget = ({ path = '', url }: RequestSpec, defaults: RequestDefaults): RequestTarget => {
  const fullUrl = url === undefined ? undefined : compileTemplate(url, 'url');
  const base = compileTemplate(defaults.baseUrl, 'url');
  const end = compileTemplate(path, 'path');
  const hosts = defaults.allowedHosts.map((host) => compileTemplate(host, 'url'));
  const render: RequestTarget['render'] = (scope, options, link) => {
    const text =
      link ?? fullUrl?.render(scope, options) ?? joinPath(base.render(scope, options), end.render(scope, options));
    return checkAllowed(
      parseUrl(text, url ?? path),
      hosts.map((host) => host.render(scope, options)),
    );
  };
  return {
    names: [...(fullUrl ? fullUrl.names : [...base.names, ...end.names]), ...hosts.flatMap(({ names }) => names)],
    render,
  };
};
