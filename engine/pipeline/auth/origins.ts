import { isEngineError } from '../../base/errors/index.ts';
import { compileTemplate, type TemplateScope } from '../../language/template/index.ts';
import { isCovered, parseUrl } from '../request/index.ts';

/** Reports whether a URL may receive the credentials of an auth; `session` contains the values of its login. */
export type IsTrusted = (url: string, session?: Readonly<Record<string, unknown>>) => boolean;

/**
 * Compiles the origins of an auth; the default is that of the base URL. They are rendered on first use or, if they contain
 * values of the login, for each request: without these values, no URL is trusted.
 */
export const compileOrigins = (
  origins: readonly string[] | undefined,
  { baseUrl, scope }: { readonly baseUrl: string; readonly scope: TemplateScope },
): IsTrusted => {
  const templates = (origins ?? [baseUrl]).map((text) => compileTemplate(text, 'url'));
  const hasSession = templates.some(({ names }) => names.some(([root]) => root === 'session'));
  let rendered: readonly string[] | undefined;
  const render = (session: Readonly<Record<string, unknown>>): readonly string[] => {
    try {
      return templates.map((template) => template.render({ ...scope, session }));
    } catch (error) {
      if (hasSession && isEngineError(error, 'TEMPLATE_NAME_UNKNOWN')) return [];
      throw error;
    }
  };
  return (url, session = {}) => {
    if (hasSession) return isCovered(parseUrl(url, 'a request'), render(session));
    rendered ??= render({});
    return isCovered(parseUrl(url, 'a request'), rendered);
  };
};
