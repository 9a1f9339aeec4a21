import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createWarning, WARNINGS } from '../../../engine/base/errors/index.ts';

// Types are the test: an expected error that does not occur fails the type check.
describe('the details of a warning', () => {
  test('are those of its row; stream, partition and count become members', () => {
    expect(createWarning('RESULTS_CAPPED', { stream: 'issues', partition: 'a/1', maximum: 10 })).toEqual({
      code: 'RESULTS_CAPPED',
      message: expect.stringContaining('at most 10 items of a list of "issues"'),
      stream: 'issues',
      partition: 'a/1',
    });
    expect(createWarning('REPEATED_ITEMS', { stream: 'issues', count: 3 })).toMatchObject({ count: 3 });
    expect(createWarning('DEPTH_REACHED', { stream: 'issues', partition: '' })).not.toHaveProperty('partition');
    // @ts-expect-error: the row needs the maximum
    createWarning('RESULTS_CAPPED', { stream: 'issues' });
    // @ts-expect-error: the row has no detail of this name
    createWarning('REPEATED_ITEMS', { stream: 'issues', count: 3, limit: 'x' });
    // @ts-expect-error: the catalogue has no such code
    expect(() => createWarning('UNKNOWN', { stream: 'issues' })).toThrow(TypeError);
  });
});

test('every code of the catalogue is created somewhere, and no warning is created without it', () => {
  const engine = fileURLToPath(new URL('../../../engine/', import.meta.url));
  const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('generated.ts') && !file.endsWith('errors/warnings.ts'),
  );
  const text = files.map((file) => readFileSync(join(engine, file), 'utf8')).join('\n');
  for (const code of Object.keys(WARNINGS)) expect(text, code).toContain(`'${code}'`);
  for (const code of Object.keys(WARNINGS)) expect(text, code).not.toContain(`code: '${code}',`);
});
