import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import type { ErrorBody } from '../api/types.generated.ts';

/** A page of rows, and where the next one begins. */
export interface RowPage<Row> {
  readonly rows: readonly Row[];
  readonly next: number | null;
}

/** Rows that grow: those that are there, whether more can be asked for, what went wrong. */
export interface GrowingRows<Row> {
  readonly rows: ReadonlySignal<readonly Row[] | undefined>;
  readonly next: ReadonlySignal<number | null>;
  readonly error: ReadonlySignal<ErrorBody | undefined>;
  readonly more: () => void;
}

/** Reads rows page by page; what came since is read whenever `version` changes. */
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
  // A page that is full is followed by one that is asked for; one that is not grows by itself.
  useEffect(() => {
    if (grown.next.value === null) grown.more();
  }, [grown, version]);
  return grown;
}
