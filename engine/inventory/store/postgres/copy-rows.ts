import { CompiledQuery } from 'kysely';
import type { ColumnKind, ColumnValue } from '../inventory/columns.ts';
import type { Tx } from '../store.ts';

/** Rows of a COPY in PostgreSQL's binary format: the only parameter of its statement, see pool.ts. */
export class CopyData {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const NULL = -1;
const END = -1;
/** Bytes of a column that is not text, its length included, and the most bytes of a UTF-16 code unit in UTF-8. */
const FIXED_BYTES = 12;
const UNIT_BYTES = 3;
const HIGH_WORD = 2 ** 32;

const measureValue = (value: ColumnValue): number => {
  if (typeof value === 'string') return FIXED_BYTES + value.length * UNIT_BYTES;
  return value instanceof Uint8Array ? FIXED_BYTES + value.length : FIXED_BYTES;
};

type WriteValue = (into: Buffer, at: number, value: never) => number;

/** Writes a value and returns its length, by kind. */
const WRITE: { readonly [K in ColumnKind]: WriteValue } = {
  text: (into, at, value: string) => into.write(value, at, 'utf8'),
  integer(into, at, value: number) {
    into.writeInt32BE(Math.floor(value / HIGH_WORD), at);
    into.writeUInt32BE(value >>> 0, at + 4);
    return 8;
  },
  real(into, at, value: number) {
    into.writeDoubleBE(value, at);
    return 8;
  },
  bytes(into, at, value: Uint8Array) {
    into.set(value, at);
    return value.length;
  },
};

/** Appends rows to a buffer that grows. */
function encodeRows(kinds: readonly ColumnKind[], rows: readonly (readonly ColumnValue[])[]): Buffer {
  let bytes = Buffer.allocUnsafe(SIGNATURE.length + 64 * 1024);
  let at = SIGNATURE.copy(bytes);
  const reserve = (count: number) => {
    if (at + count <= bytes.length) return;
    const larger = Buffer.allocUnsafe((at + count) * 2);
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  };
  for (const row of rows) {
    reserve(2);
    at = bytes.writeInt16BE(kinds.length, at);
    for (const [column, kind] of kinds.entries()) {
      const value = row[column] ?? null;
      reserve(measureValue(value));
      const length = value === null ? NULL : WRITE[kind](bytes, at + 4, value as never);
      at = bytes.writeInt32BE(length, at) + Math.max(length, 0);
    }
  }
  reserve(2);
  at = bytes.writeInt16BE(END, at);
  return bytes.subarray(0, at);
}

/** Columns of a COPY, in the order of its rows' values. */
export type CopyColumns = readonly (readonly [name: string, kind: ColumnKind])[];

/** Adds rows with COPY, which takes a third of the time of an INSERT with arrays. */
export async function copyRows(
  tx: Tx,
  table: string,
  { columns, rows }: { readonly columns: CopyColumns; readonly rows: readonly (readonly ColumnValue[])[] },
): Promise<void> {
  if (rows.length === 0) return;
  const text = `COPY ${table} (${columns.map(([name]) => name).join(', ')}) FROM STDIN (FORMAT binary)`;
  const data = encodeRows(
    columns.map(([, kind]) => kind),
    rows,
  );
  await tx.executeQuery(CompiledQuery.raw(text, [new CopyData(data)]));
}
