import { describe, expect, test } from 'vitest';
import { createTextHistory } from '../../../studio/web/mapping/text-history.ts';

function draftAt(times: number[]) {
  let last = 0;
  return createTextHistory('a', () => {
    last = times.shift() ?? last;
    return last;
  });
}

describe('a draft', () => {
  test('goes back and forth through what was edited', () => {
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

  test('forgets what was undone once something else is edited', () => {
    const draft = createTextHistory('a');
    draft.edit('b');
    draft.undo();
    draft.edit('c');
    draft.redo();
    expect(draft.text.value).toBe('c');
  });

  test('takes what is typed within a second as one step', () => {
    const draft = draftAt([0, 500, 500, 900, 900]);
    for (const text of ['b', 'bc', 'bcd']) draft.edit(text, 'typing');
    draft.undo();
    expect(draft.text.value).toBe('a');
  });

  test.each([
    ['another kind', 'other', [0, 0, 1]],
    ['a pause', 'typing', [0, 5_000, 5_000]],
    ['no kind', '', [0, 0, 1]],
  ])('makes %s a step of its own', (_what, kind, times) => {
    const draft = draftAt(times);
    draft.edit('b', kind === '' ? '' : 'typing');
    draft.edit('c', kind);
    draft.undo();
    expect(draft.text.value).toBe('b');
  });

  test('is not changed by the text that it has', () => {
    const draft = createTextHistory('a');
    draft.edit('a');
    expect(draft.canUndo.value).toBe(false);
  });
});
