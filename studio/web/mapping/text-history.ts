import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** A text that is being edited, by whatever part of the screen, with one history for all of them. */
export interface TextHistory {
  readonly text: ReadonlySignal<string>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Changes of the same `kind` that follow each other within a second are one step of the history. */
  readonly edit: (text: string, kind?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface Step {
  readonly text: string;
  readonly kind: string;
  readonly at: number;
}

const TOGETHER_MS = 1_000;
const KEPT = 500;

/** A draft that begins with `initial`; `now` gives the time in milliseconds. */
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
      const joins = kind !== '' && before?.kind === kind && now() - before.at < TOGETHER_MS && past.peek().length > 1;
      past.value = [...past.peek().slice(joins ? 0 : -KEPT, joins ? -1 : undefined), { text, kind, at: now() }];
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
