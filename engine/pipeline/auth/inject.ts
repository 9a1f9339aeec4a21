import {
  compileTemplate,
  type Template,
  type TemplateScope,
  type TemplateTarget,
} from '../../language/template/index.ts';
import type { CredentialTarget, Inject } from '../../manifest/types.generated.ts';
import { type HttpRequest, setHeader, setQuery } from '../request/index.ts';
import { createMalformedError, writeCredential } from './credential.ts';
import { fillPath, setFormField, setJsonField } from './inject-body.ts';
import type { CredentialMark } from './scheme.ts';

/** Compiled writers of credentials into a request. */
export interface Injection {
  readonly marks: readonly CredentialMark[];
  /** Scope paths that its templates read. */
  readonly names: Template['names'];
  /** Returns the request with the credentials. Throws AUTH_SECRET_MALFORMED for a value that its target rejects. */
  apply(request: HttpRequest, scope: TemplateScope): HttpRequest;
}

/** Writes a rendered credential; one of the same name is replaced, because links from the vendor may contain it. */
type Writer = (request: HttpRequest, name: string, value: string) => HttpRequest;

const setCookie: Writer = (request, name, value) => {
  const pairs = (request.headers['cookie'] ?? '').split('; ').filter((pair) => pair !== '');
  const others = pairs.filter((pair) => !pair.startsWith(`${name}=`));
  return setHeader(request, 'cookie', [...others, `${name}=${value}`].join('; '));
};

interface Target {
  /** Encoding of the value. */
  readonly encoding: TemplateTarget;
  readonly write: Writer;
  readonly mark?: (name: string) => CredentialMark;
}

const TARGETS: { readonly [I in CredentialTarget]: Target } = {
  header: { encoding: 'header', write: setHeader, mark: (name) => ({ into: 'header', name: name.toLowerCase() }) },
  query: { encoding: 'query', write: setQuery, mark: (name) => ({ into: 'query', name }) },
  cookie: { encoding: 'header', write: setCookie, mark: () => ({ into: 'header', name: 'cookie' }) },
  path: { encoding: 'path', write: fillPath },
  json: { encoding: 'text', write: setJsonField },
  form: { encoding: 'form', write: setFormField },
};

const compileOne = ({ into, name, value }: Inject, scheme: string) => {
  const { encoding, write: put } = TARGETS[into];
  const template = compileTemplate(value, encoding);
  const write = (request: HttpRequest, scope: TemplateScope): HttpRequest => {
    const text = writeCredential(scheme, () => template.render(scope, { reveal: true }));
    if (into === 'cookie' && /[;,\s]/.test(text))
      throw createMalformedError(scheme, 'it contains a character that is not allowed in a cookie');
    return put(request, name, text);
  };
  return { names: template.names, write };
};

/** Compiles the `inject` entries of a scheme. Throws TEMPLATE_SYNTAX. */
export const compileInject = (inject: Inject | readonly Inject[], scheme: string): Injection => {
  const injects = [inject].flat();
  const writers = injects.map((each) => compileOne(each, scheme));
  return {
    marks: injects.flatMap(({ into, name }) => TARGETS[into].mark?.(name) ?? []),
    names: writers.flatMap(({ names }) => names),
    apply: (request, scope) => writers.reduce((signed, { write }) => write(signed, scope), request),
  };
};
