import type * as Manifest from '../../manifest/types.generated.ts';

/** Paginator whose page size is a number: templates are rendered before compilation. */
type Sized<P> = P extends unknown
  ? { [K in keyof P]: K extends 'size' | 'limit' ? Exclude<P[K], string> : P[K] }
  : never;

export type Paginator = Sized<Manifest.Paginator>;
export type CursorPaginator = Sized<Manifest.CursorPaginator>;
export type NextUrlPaginator = Sized<Manifest.NextUrlPaginator>;
export type OffsetPaginator = Sized<Manifest.OffsetPaginator>;
export type PageNumberPaginator = Sized<Manifest.PageNumberPaginator>;
