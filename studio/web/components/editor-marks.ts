import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Highlighted range of a text. */
export interface EditorMark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'lit' | 'unread' | 'field';
}

const DECORATIONS = {
  lit: Decoration.mark({ class: 'mark-lit' }),
  unread: Decoration.mark({ class: 'mark-unread' }),
  field: Decoration.mark({ class: 'mark-field' }),
} as const;

const setMarks = StateEffect.define<readonly EditorMark[]>();

function decorate(marks: readonly EditorMark[], length: number): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of [...marks].sort((a, b) => a.from - b.from || b.to - a.to))
    if (from < to && to <= length) builder.add(from, to, DECORATIONS[kind]);
  return builder.finish();
}

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (shown, { changes, effects, newDoc }) => {
    const given = effects.find((effect) => effect.is(setMarks));
    return given ? decorate(given.value as readonly EditorMark[], newDoc.length) : shown.map(changes);
  },
  provide: (self) => EditorView.decorations.from(self),
});

/** Extension that makes an editor display marks. */
export const markable: Extension = field;

/** Replaces the marks of an editor. */
export const showMarks = (view: EditorView, marks: readonly EditorMark[]): void =>
  view.dispatch({ effects: setMarks.of(marks) });
