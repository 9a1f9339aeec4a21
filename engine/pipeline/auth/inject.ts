import { compileTemplate, encodeComponent, type Scope, type Template } from '../../language/template/index.ts';
import type { Inject } from '../../manifest/types.generated.ts';
import { type Draft, withHeader, withQuery } from '../request/index.ts';
import { asCredential, malformed } from './credential.ts';
import type { Mark } from './scheme.ts';

/** Puts credentials into a draft. */
export interface Injection {
  readonly marks: readonly Mark[];
  /** Paths that its templates read. */
  readonly names: Template['names'];
  /** Throws AUTH_SECRET_MALFORMED for a value that its place cannot hold. */
  apply(draft: Draft, scope: Scope): Draft;
}

type Put = (draft: Draft, name: string, value: string) => Draft;

const withCookie: Put = (draft, name, value) => {
  const before = draft.headers['cookie'];
  return withHeader(draft, 'cookie', `${before ? `${before}; ` : ''}${name}=${value}`);
};

const PUT: { readonly [I in Inject['into']]: Put } = {
  header: withHeader,
  query: (draft, name, value) => withQuery(draft, encodeComponent(name), value),
  cookie: withCookie,
};

const MARK: { readonly [I in Inject['into']]: (name: string) => Mark } = {
  header: (name) => ({ into: 'header', name: name.toLowerCase() }),
  query: (name) => ({ into: 'query', name }),
  cookie: () => ({ into: 'header', name: 'cookie' }),
};

const one = ({ into, name, value }: Inject, scheme: string) => {
  const template = compileTemplate(value, into === 'query' ? 'query' : 'header');
  const put = (draft: Draft, scope: Scope): Draft => {
    const text = asCredential(scheme, () => template.render(scope, { reveal: true }));
    if (into === 'cookie' && /[;,\s]/.test(text)) throw malformed(scheme, 'a cookie cannot hold it');
    return PUT[into](draft, name, text);
  };
  return { names: template.names, put };
};

/** Compiles where the credentials of a scheme go. Throws TEMPLATE_SYNTAX. */
export const compileInject = (inject: Inject | readonly Inject[], scheme: string): Injection => {
  const injects = [inject].flat();
  const puts = injects.map((each) => one(each, scheme));
  return {
    marks: injects.map(({ into, name }) => MARK[into](name)),
    names: puts.flatMap(({ names }) => names),
    apply: (draft, scope) => puts.reduce((signed, { put }) => put(signed, scope), draft),
  };
};
