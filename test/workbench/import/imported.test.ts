import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../engine/base/json/index.ts';
import { checkImport, judgeExtent } from '../../../engine/workbench/import/index.ts';
import { draftOf } from './drafts.ts';

const EMPTY = { translated: [], approximated: [], notTranslated: [] };

const stream = (path: string, rest: JsonObject = {}): JsonObject => ({ request: { path }, records: 'items', ...rest });

describe('an imported connector', () => {
  test('leaves out the streams that are invalid, and those that need them', () => {
    const streams = {
      users: stream('/users', { key: ['id'] }),
      broken: stream('/broken/{{nobody.id}}', { key: ['id'] }),
      children: stream('/children/{{broken.id}}', { partitions: [{ parent: 'broken', as: 'broken' }] }),
    };
    const report = {
      ...EMPTY,
      translated: Object.keys(streams).map((name) => ({ part: name, to: `/streams/${name}` })),
    };
    const checked = checkImport({ draft: draftOf({ streams }), report });
    expect(Object.keys(checked.manifest?.streams ?? {})).toEqual(['users']);
    expect(checked.report.translated.map(({ part }) => part)).toEqual(['users']);
    expect(checked.report.notTranslated.map(({ part }) => part)).toEqual(['stream "broken"', 'stream "children"']);
    expect(judgeExtent(checked.report, checked.manifest !== undefined)).toBe('partly');
  });

  test('is nothing if no stream remains', () => {
    const checked = checkImport({ draft: draftOf({ streams: { broken: stream('/{{nobody.id}}') } }), report: EMPTY });
    expect(checked.manifest).toBeUndefined();
    expect(judgeExtent(checked.report, false)).toBe('nothing');
  });

  test('is refused for an error that no entry causes', () => {
    const draft = draftOf({ streams: { users: stream('/users') }, allowedHosts: ['*.example'] });
    expect(() => checkImport({ draft, report: EMPTY })).toThrow(expect.objectContaining({ code: 'MANIFEST_INVALID' }));
  });
});
