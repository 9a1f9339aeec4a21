import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { describe, expect, test } from 'vitest';
import { createCompletion } from '../../../studio/web/mapping/jsonata-language.ts';

const ITEM = { Id: 'a', Scan: { Host: 'x', Ports: [{ number: 80 }] } };

function labels(text: string): string[] {
  const state = EditorState.create({ doc: text });
  const result = createCompletion(() => ITEM)(new CompletionContext(state, text.length, true));
  return result?.options.map(({ label }) => label) ?? [];
}

describe('completion of an expression', () => {
  test.each([
    ['', ['Id', 'Scan']],
    ['Scan.', ['Host', 'Ports']],
    ['$uppercase(Scan.Ho', ['Host', 'Ports']],
    ['Scan.Ports.', ['number']],
    ['Nothing.', []],
    ['Id.', []],
  ])('after %j offers %j', (text, offered) => {
    expect(labels(text)).toEqual(offered);
  });

  test('offers functions after $', () => {
    expect(labels('$upp')).toContain('$uppercase');
  });
});
