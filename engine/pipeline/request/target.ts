import { engineError } from '../../base/errors/index.ts';
import {
  compileTemplate,
  type RenderOptions,
  type Template,
  type TemplateScope,
} from '../../language/template/index.ts';
import type { RequestSpec } from '../../manifest/types.generated.ts';
import { checkAllowed, parseUrl } from './allowed-hosts.ts';

/** What the requests of one connector share. */
export interface RequestDefaults {
  /** Template of the manifest. */
  readonly baseUrl: string;
  /** Templates of the manifest. */
  readonly allowedHosts: readonly string[];
  /** Templates of the manifest, for all requests. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent: string;
}

/** Where a request goes, its query not yet added. */
export interface RequestTarget {
  readonly names: Template['names'];
  /** `link` replaces the whole URL. Throws URL_INVALID, HOST_NOT_ALLOWED and what templates throw. */
  render(scope: TemplateScope, options: RenderOptions, link?: string): URL;
}

const joinPath = (base: string, path: string): string => {
  if (/[?#]/.test(base)) throw engineError('URL_INVALID', { what: 'baseUrl' });
  return `${base.replace(/\/+$/, '')}${path.startsWith('/') || path === '' ? '' : '/'}${path}`;
};

/** Compiles where a request goes. Throws TEMPLATE_SYNTAX. */
export const compileTarget = ({ path = '', url }: RequestSpec, defaults: RequestDefaults): RequestTarget => {
  const whole = url === undefined ? undefined : compileTemplate(url, 'url');
  const base = compileTemplate(defaults.baseUrl, 'url');
  const end = compileTemplate(path, 'path');
  const hosts = defaults.allowedHosts.map((host) => compileTemplate(host, 'url'));
  const render: RequestTarget['render'] = (scope, options, link) => {
    const text =
      link ?? whole?.render(scope, options) ?? joinPath(base.render(scope, options), end.render(scope, options));
    return checkAllowed(
      parseUrl(text, url ?? path),
      hosts.map((host) => host.render(scope, options)),
    );
  };
  return {
    names: [...(whole ? whole.names : [...base.names, ...end.names]), ...hosts.flatMap(({ names }) => names)],
    render,
  };
};
