import type { Details, ErrorCode } from '../../base/errors/index.ts';
import type { TaskName } from './tasks.ts';

/** Message to the child: one call. The child responds before it gets the next one. */
export interface TaskRequest {
  readonly task: TaskName;
  /** JSON. */
  readonly input: string;
}

/** Message from the child: first that it is ready, then one response per call. */
export type TaskResponse =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'done';
      /** JSON. */
      readonly output: string;
      /** True if the child must be replaced before the next call. */
      readonly spent: boolean;
    }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly details: Details; readonly spent: boolean };
