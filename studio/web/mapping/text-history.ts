import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { diffText } from '../components/diff-text.ts';

/** Text with an undo history that all parts of the screen share. */
export interface TextHistory {
  readonly text: ReadonlySignal<string>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Replaces the text. Consecutive edits of the same `kind` within a second are one undo step. */
  readonly edit: (text: string, kind?: string) => Edit;
  /** Reverts one edit and keeps the later ones. Returns false if a later edit changed the same text. */
  readonly revert: (edit: Edit) => boolean;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Edit with the texts before and after it. */
export interface Edit {
  readonly before: string;
  readonly after: string;
}

/** Returns `current` without the edit, or undefined if a later edit changed the same text. */
function withoutEdit({ before, after }: Edit, current: string): string | undefined {
  const own = diffText(before, after);
  const later = diffText(after, current);
  const end = own.from + own.insert.length;
  const isLaterBefore = later.to <= own.from;
  if (!isLaterBefore && later.from < end) return undefined;
  const shift = isLaterBefore ? current.length - after.length : 0;
  return current.slice(0, own.from + shift) + before.slice(own.from, own.to) + current.slice(end + shift);
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
  const undo = () => {
    const last = current();
    if (!last || past.peek().length < 2) return;
    past.value = past.peek().slice(0, -1);
    future.value = [...future.peek(), last];
  };
  const history: TextHistory = {
    text: computed(() => past.value.at(-1)?.text ?? initial),
    canUndo: computed(() => past.value.length > 1),
    canRedo: computed(() => future.value.length > 0),
    edit: (text, kind = '') => {
      const before = current();
      const edit = { before: before?.text ?? initial, after: text };
      if (before?.text === text) return edit;
      const merges = kind !== '' && before?.kind === kind && now() - before.at < MERGE_MS && past.peek().length > 1;
      past.value = [...past.peek().slice(merges ? 0 : -MAX_STEPS, merges ? -1 : undefined), { text, kind, at: now() }];
      future.value = [];
      return edit;
    },
    revert: (edit) => {
      const now = current()?.text ?? initial;
      const isLast = now === edit.after && past.peek().at(-2)?.text === edit.before;
      const reverted = withoutEdit(edit, now);
      if (isLast) undo();
      else if (reverted !== undefined) history.edit(reverted);
      return reverted !== undefined;
    },
    undo,
    redo: () => {
      const next = future.peek().at(-1);
      if (!next) return;
      future.value = future.peek().slice(0, -1);
      past.value = [...past.peek(), next];
    },
  };
  return history;
}
