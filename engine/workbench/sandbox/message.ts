import type { Details, ErrorCode } from '../../base/errors/index.ts';
import type { TaskName } from './tasks.ts';

/** What goes to the child: one call; it answers before it gets the next. */
export interface TaskRequest {
  readonly task: TaskName;
  /** JSON. */
  readonly input: string;
}

/** What comes from the child: that it is ready, then one answer a call. */
export type TaskAnswer =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      /** JSON. */
      readonly output: string;
      /** Whether the child has worked long enough, and is to be replaced. */
      readonly spent: boolean;
    }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly details: Details; readonly spent: boolean };
