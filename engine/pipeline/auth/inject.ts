import { compileTemplate, encodeComponent, type Template, type TemplateScope } from '../../language/template/index.ts';
import type { Inject } from '../../manifest/types.generated.ts';
import { addQuery, type HttpRequest, setHeader } from '../request/index.ts';
import { createMalformedError, writeCredential } from './credential.ts';
import type { CredentialMark } from './scheme.ts';

/** Puts credentials into a draft. */
export interface Injection {
  readonly marks: readonly CredentialMark[];
  /** Paths that its templates read. */
  readonly names: Template['names'];
  /** Throws AUTH_SECRET_MALFORMED for a value that its place cannot hold. */
  apply(request: HttpRequest, scope: TemplateScope): HttpRequest;
}

type Put = (request: HttpRequest, name: string, value: string) => HttpRequest;

const withCookie: Put = (request, name, value) => {
  const before = request.headers['cookie'];
  return setHeader(request, 'cookie', `${before ? `${before}; ` : ''}${name}=${value}`);
};

const WRITERS: { readonly [I in Inject['into']]: Put } = {
  header: setHeader,
  query: (request, name, value) => addQuery(request, encodeComponent(name), value),
  cookie: withCookie,
};

const MARKS: { readonly [I in Inject['into']]: (name: string) => CredentialMark } = {
  header: (name) => ({ into: 'header', name: name.toLowerCase() }),
  query: (name) => ({ into: 'query', name }),
  cookie: () => ({ into: 'header', name: 'cookie' }),
};

const compileOne = ({ into, name, value }: Inject, scheme: string) => {
  const template = compileTemplate(value, into === 'query' ? 'query' : 'header');
  const put = (request: HttpRequest, scope: TemplateScope): HttpRequest => {
    const text = writeCredential(scheme, () => template.render(scope, { reveal: true }));
    if (into === 'cookie' && /[;,\s]/.test(text)) throw createMalformedError(scheme, 'a cookie cannot hold it');
    return WRITERS[into](request, name, text);
  };
  return { names: template.names, put };
};

/** Compiles where the credentials of a scheme go. Throws TEMPLATE_SYNTAX. */
export const compileInject = (inject: Inject | readonly Inject[], scheme: string): Injection => {
  const injects = [inject].flat();
  const puts = injects.map((each) => compileOne(each, scheme));
  return {
    marks: injects.map(({ into, name }) => MARKS[into](name)),
    names: puts.flatMap(({ names }) => names),
    apply: (request, scope) => puts.reduce((signed, { put }) => put(signed, scope), request),
  };
};
