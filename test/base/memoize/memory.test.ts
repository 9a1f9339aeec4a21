import { expect, test } from 'vitest';
import { createMemory } from '../../../engine/base/memoize/index.ts';

test('returns the value of an equal key, and keeps the keys that were used last', () => {
  const remember = createMemory<string>(2);
  const make = (...key: readonly unknown[]) => {
    let made = false;
    const value = remember(key, () => {
      made = true;
      return key.join();
    });
    return [value, made];
  };
  expect(make('a', 1)).toEqual(['a,1', true]);
  expect(make('b', 1)).toEqual(['b,1', true]);
  expect(make('a', 1)).toEqual(['a,1', false]);
  expect(make('a', 2)).toEqual(['a,2', true]);
  expect(make('a', 1)).toEqual(['a,1', false]);
  expect(make('b', 1)).toEqual(['b,1', true]);
});

test('forgets a promise that rejects', async () => {
  const remember = createMemory<Promise<string>>();
  await expect(remember(['a'], () => Promise.reject(new Error('busy')))).rejects.toThrow('busy');
  await expect(remember(['a'], async () => 'done')).resolves.toBe('done');
});
