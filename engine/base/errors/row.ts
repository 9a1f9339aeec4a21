import type { CATALOGUE } from './catalogue.ts';

/** Values that fill an error's sentences: names, codes, numbers; never a secret, a header or part of a body. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One row of the catalogue. A row declares its details as the parameter of `message` and `fix`, and `engineError`
 * accepts no others.
 */
export interface ErrorRow<D = never> {
  /** Where it happens; the reference lists the codes by it, and `usage` sets the exit code. */
  readonly stage:
    | 'usage'
    | 'manifest'
    | 'expression'
    | 'network'
    | 'auth'
    | 'http'
    | 'page'
    | 'record'
    | 'run'
    | 'files'
    | 'platform'
    | 'studio'
    | 'internal';
  /** Status with which the studio's API answers. */
  readonly httpStatus: HttpStatus;
  /** Set when the same request may succeed if it is sent again. */
  readonly retryable?: true;
  readonly message: (d: D) => string;
  readonly fix: string | ((d: D) => string);
}

type HttpStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 421 | 422 | 500 | 503;

export type ErrorCode = keyof typeof CATALOGUE;

/** The parameter of a function; of a union of functions, the intersection of their parameters. */
type ParameterOf<F> = [F] extends [(d: infer D) => string] ? D : unknown;

type Sentence = (d: never) => string;

/** The details that the sentences of `C` need; of several codes, what suffices for each of them. */
export type DetailsOf<C extends ErrorCode> = ParameterOf<(typeof CATALOGUE)[C]['message']> &
  ParameterOf<Extract<(typeof CATALOGUE)[C]['fix'], Sentence>>;

/** The codes whose sentences need no more than `D`: for tables of codes that share their details. */
export type CodeWith<D> = { [C in ErrorCode]: D extends DetailsOf<C> ? C : never }[ErrorCode];
