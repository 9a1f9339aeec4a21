import { compileTemplate, type TemplateScope } from '../../language/template/index.ts';
import { isCovered, parseUrl } from '../request/index.ts';

/** Reports whether a URL may receive the credentials of an auth. */
export type IsTrusted = (url: string) => boolean;

/** Compiles the origins of an auth; the default is that of the base URL. They are rendered on first use. */
export const compileOrigins = (
  origins: readonly string[] | undefined,
  { baseUrl, scope }: { readonly baseUrl: string; readonly scope: TemplateScope },
): IsTrusted => {
  const templates = (origins ?? [baseUrl]).map((text) => compileTemplate(text, 'url'));
  let rendered: readonly string[] | undefined;
  return (url) => {
    rendered ??= templates.map((template) => template.render(scope));
    return isCovered(parseUrl(url, 'a request'), rendered);
  };
};
