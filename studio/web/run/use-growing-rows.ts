import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import type { ErrorBody } from '../api/types.generated.ts';

/** Page of rows with the token of the next page. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}

/** List of rows that grows page by page. `next` is null when all current rows are loaded. */
export interface GrowingRows<Row> {
  readonly rows: ReadonlySignal<readonly Row[] | undefined>;
  readonly next: ReadonlySignal<number | null>;
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly more: () => void;
}

/** Loads rows page by page; loads new rows whenever `version` changes. */
export function useGrowingRows<Row extends { readonly id: number }>(
  read: (after: number) => Promise<RowPage<Row>>,
  key: string,
  version: string,
): GrowingRows<Row> {
  const grown = useMemo(() => {
    const rows = signal<readonly Row[] | undefined>(undefined);
    const next = signal<number | null>(null);
    const error = signal<ErrorBody | undefined>(undefined);
    let isReading = false;
    const more = async () => {
      if (isReading) return;
      isReading = true;
      try {
        const page = await read(rows.value?.at(-1)?.id ?? 0);
        rows.value = [...(rows.value ?? []), ...page.rows];
        next.value = page.next;
        error.value = undefined;
      } catch (thrown) {
        error.value = toErrorBody(thrown);
      }
      isReading = false;
    };
    return { rows, next, error, more: () => void more() };
  }, [key]);
  // The user loads the page after a full one; a partial last page is extended automatically.
  useEffect(() => {
    if (grown.next.value === null) grown.more();
  }, [grown, version]);
  return grown;
}
