import type { CATALOGUE } from './catalogue.ts';

/** Values that fill an error's texts: names, codes, numbers; never a secret or a header, and of a body only the vendor's reason. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Row of the catalogue. Declares its details as the parameter of `message` and `fix`; `engineError` accepts no others.
 */
export interface ErrorRow<D = never> {
  /** Stage of the failure; the reference groups codes by it, and `usage` sets the exit code. */
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
  /** Response status of the studio's API. */
  readonly httpStatus: HttpStatus;
  /** Set when the same request may succeed if sent again. */
  readonly retryable?: true;
  readonly message: (d: D) => string;
  readonly fix: string | ((d: D) => string);
}

type HttpStatus = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 421 | 422 | 500 | 503;

export type ErrorCode = keyof typeof CATALOGUE;

/** Parameter of a function; for a union of functions, the intersection of their parameters. */
type ParameterOf<F> = [F] extends [(d: infer D) => string] ? D : unknown;

type Sentence = (d: never) => string;

/** Details that the texts of `C` need; for several codes, the details that satisfy each of them. */
export type DetailsOf<C extends ErrorCode> = ParameterOf<(typeof CATALOGUE)[C]['message']> &
  ParameterOf<Extract<(typeof CATALOGUE)[C]['fix'], Sentence>>;

/** Codes whose texts need no more than `D`, for tables of codes that share their details. */
export type CodeWith<D> = { [C in ErrorCode]: D extends DetailsOf<C> ? C : never }[ErrorCode];
