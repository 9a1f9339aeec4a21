import type { CATALOGUE } from './catalogue.ts';

/** What an error's sentences are made of: names, codes, numbers; never a secret, a header or a piece of a body. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/** One row of the catalogue. */
export interface Row {
  /** What the user was doing: where the reference lists the code. */
  readonly area:
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
  /** Whether the same request, sent again, may do better. */
  readonly retryable?: true;
  readonly message: (d: Details) => string;
  readonly fix: string | ((d: Details) => string);
}

export type ErrorCode = keyof typeof CATALOGUE;
