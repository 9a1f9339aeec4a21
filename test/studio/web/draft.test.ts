import { describe, expect, test } from 'vitest';
import { createTextHistory } from '../../../studio/web/mapping/text-history.ts';

function draftAt(times: number[]) {
  let last = 0;
  return createTextHistory('a', () => {
    last = times.shift() ?? last;
    return last;
  });
}

describe('a text history', () => {
  test('undoes and redoes edits', () => {
    const draft = createTextHistory('a');
    draft.edit('b');
    draft.edit('c');
    draft.undo();
    expect([draft.text.value, draft.canUndo.value, draft.canRedo.value]).toEqual(['b', true, true]);
    draft.undo();
    draft.undo();
    expect([draft.text.value, draft.canUndo.value]).toEqual(['a', false]);
    draft.redo();
    draft.redo();
    expect([draft.text.value, draft.canRedo.value]).toEqual(['c', false]);
  });

  test('discards undone edits after another edit', () => {
    const draft = createTextHistory('a');
    draft.edit('b');
    draft.undo();
    draft.edit('c');
    draft.redo();
    expect(draft.text.value).toBe('c');
  });

  test('merges edits within a second into one step', () => {
    const draft = draftAt([0, 500, 500, 900, 900]);
    for (const text of ['b', 'bc', 'bcd']) draft.edit(text, 'typing');
    draft.undo();
    expect(draft.text.value).toBe('a');
  });

  test.each([
    ['of another kind', 'other', [0, 0, 1]],
    ['after a pause', 'typing', [0, 5_000, 5_000]],
    ['without a kind', '', [0, 0, 1]],
  ])('adds a separate step for an edit %s', (_what, kind, times) => {
    const draft = draftAt(times);
    draft.edit('b', kind === '' ? '' : 'typing');
    draft.edit('c', kind);
    draft.undo();
    expect(draft.text.value).toBe('b');
  });

  test.each([
    ['the last edit', 'ab', 'aXb', 'aXb', 'ab'],
    ['an edit before a later one', 'a b', 'aX b', 'aX bY', 'a bY'],
    ['an edit after a later one', 'a b', 'a bX', 'aYY bX', 'aYY b'],
    ['nothing if a later edit changed the same text', 'ab', 'aXXb', 'aXYXb', undefined],
  ])('reverts %s', (_what, before, after, current, expected) => {
    const draft = createTextHistory(before);
    const edit = draft.edit(after);
    draft.edit(current);
    expect(draft.revert(edit)).toBe(expected !== undefined);
    expect(draft.text.value).toBe(expected ?? current);
  });

  test('ignores an edit that does not change the text', () => {
    const draft = createTextHistory('a');
    draft.edit('a');
    expect(draft.canUndo.value).toBe(false);
  });
});
