import type { Operation } from '../described.ts';
import type { Proposal } from '../proposal.ts';
import type { RecordList } from '../propose/records.ts';

/** Operation that lists something, with its name and its items. */
export interface NamedList {
  readonly name: string;
  readonly operation: Operation;
  readonly list: RecordList;
  readonly records: Proposal<RecordList>;
  /** Member that identifies an item. */
  readonly key?: string | undefined;
}
