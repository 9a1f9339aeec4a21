import { compileTemplate, encodeComponent, type Template, type TemplateScope } from '../../language/template/index.ts';
import type { Inject } from '../../manifest/types.generated.ts';
import { addQuery, type HttpRequest, setHeader } from '../request/index.ts';
import { createMalformedError, writeCredential } from './credential.ts';
import type { CredentialMark } from './scheme.ts';

/** Compiled writers of credentials into a request. */
export interface Injection {
  readonly marks: readonly CredentialMark[];
  /** Scope paths that its templates read. */
  readonly names: Template['names'];
  /** Returns the request with the credentials. Throws AUTH_SECRET_MALFORMED for a value that its target rejects. */
  apply(request: HttpRequest, scope: TemplateScope): HttpRequest;
}

type Writer = (request: HttpRequest, name: string, value: string) => HttpRequest;

const addCookie: Writer = (request, name, value) => {
  const existing = request.headers['cookie'];
  return setHeader(request, 'cookie', `${existing ? `${existing}; ` : ''}${name}=${value}`);
};

const WRITERS: { readonly [I in Inject['into']]: Writer } = {
  header: setHeader,
  query: (request, name, value) => addQuery(request, encodeComponent(name), value),
  cookie: addCookie,
};

const MARKS: { readonly [I in Inject['into']]: (name: string) => CredentialMark } = {
  header: (name) => ({ into: 'header', name: name.toLowerCase() }),
  query: (name) => ({ into: 'query', name }),
  cookie: () => ({ into: 'header', name: 'cookie' }),
};

const compileOne = ({ into, name, value }: Inject, scheme: string) => {
  const template = compileTemplate(value, into === 'query' ? 'query' : 'header');
  const write = (request: HttpRequest, scope: TemplateScope): HttpRequest => {
    const text = writeCredential(scheme, () => template.render(scope, { reveal: true }));
    if (into === 'cookie' && /[;,\s]/.test(text))
      throw createMalformedError(scheme, 'it contains a character that is not allowed in a cookie');
    return WRITERS[into](request, name, text);
  };
  return { names: template.names, write };
};

/** Compiles the `inject` entries of a scheme. Throws TEMPLATE_SYNTAX. */
export const compileInject = (inject: Inject | readonly Inject[], scheme: string): Injection => {
  const injects = [inject].flat();
  const writers = injects.map((each) => compileOne(each, scheme));
  return {
    marks: injects.map(({ into, name }) => MARKS[into](name)),
    names: writers.flatMap(({ names }) => names),
    apply: (request, scope) => writers.reduce((signed, { write }) => write(signed, scope), request),
  };
};
