import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** Text with an undo history that all parts of the screen share. */
export interface TextHistory {
  readonly text: ReadonlySignal<string>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Replaces the text. Consecutive edits of the same `kind` within a second are one undo step. */
  readonly edit: (text: string, kind?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface Step {
  readonly text: string;
  readonly kind: string;
  readonly at: number;
}

const MERGE_MS = 1_000;
const MAX_STEPS = 500;

/** Creates a text history that starts with `initial`; `now` returns the time in milliseconds. */
export function createTextHistory(initial: string, now: () => number = () => performance.now()): TextHistory {
  const past = signal<readonly Step[]>([{ text: initial, kind: '', at: Number.NEGATIVE_INFINITY }]);
  const future = signal<readonly Step[]>([]);
  const current = (): Step | undefined => past.peek().at(-1);
  return {
    text: computed(() => past.value.at(-1)?.text ?? initial),
    canUndo: computed(() => past.value.length > 1),
    canRedo: computed(() => future.value.length > 0),
    edit: (text, kind = '') => {
      const before = current();
      if (before?.text === text) return;
      const merges = kind !== '' && before?.kind === kind && now() - before.at < MERGE_MS && past.peek().length > 1;
      past.value = [...past.peek().slice(merges ? 0 : -MAX_STEPS, merges ? -1 : undefined), { text, kind, at: now() }];
      future.value = [];
    },
    undo: () => {
      const last = current();
      if (!last || past.peek().length < 2) return;
      past.value = past.peek().slice(0, -1);
      future.value = [...future.peek(), last];
    },
    redo: () => {
      const next = future.peek().at(-1);
      if (!next) return;
      future.value = future.peek().slice(0, -1);
      past.value = [...past.peek(), next];
    },
  };
}
