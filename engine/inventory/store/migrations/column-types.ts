/** What a migration's columns are called in one of the databases. */
export interface ColumnTypes {
  /** A number that the database gives, and the primary key. */
  readonly id: string;
  /** Numbers up to 2^53: times, counts. */
  readonly integer: string;
  readonly real: string;
  /** Text that sorts by its bytes, in both databases alike. */
  readonly text: string;
  readonly bytes: string;
  /** What stands behind a table. */
  readonly table: string;
  /** What stands behind a narrow table whose rows change with every run. */
  readonly hotTable: string;
  /** More columns of an index, for reading alone; none where an index entry has too little room for texts. */
  readonly carried: (columns: string) => string;
}
