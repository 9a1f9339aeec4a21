/** Column types of a migration in one of the databases. */
export interface ColumnTypes {
  /** Generated number that is the primary key. */
  readonly id: string;
  /** Numbers up to 2^53: times, counts. */
  readonly integer: string;
  readonly real: string;
  /** Text that sorts by bytes in both databases. */
  readonly text: string;
  readonly bytes: string;
  /** 16 bytes. */
  readonly key: string;
  /** Options at the end of a table definition. */
  readonly table: string;
  /** Options of a narrow table whose rows change with every run. */
  readonly hotTable: string;
  /** Expression of the key of a record, as `createRecordKey` computes it, from the columns of its connection and identifier. */
  readonly recordKey: (connection: string, external: string) => string;
  /** Additional columns of an index for index-only reads; none where index entries are too small for text. */
  readonly carried: (columns: string) => string;
}
