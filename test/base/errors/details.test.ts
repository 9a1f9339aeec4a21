import { describe, expect, test } from 'vitest';
import { addDetails, type CodeWith, engineError } from '../../../engine/base/errors/index.ts';

// Types are the test: an expected error that does not occur fails the type check.
describe('the details of an error', () => {
  test('are those of its row', () => {
    const error = engineError('SETTING_MISSING', { setting: 'api_id' });
    expect(error.message).toBe('missing setting "api_id"');
    // @ts-expect-error: the row calls it "setting"
    engineError('SETTING_MISSING', { name: 'api_id' });
    // @ts-expect-error: the row has no detail of this name
    engineError('SETTING_MISSING', { setting: 'api_id', stream: 'issues' });
    // @ts-expect-error: the row needs it
    engineError('SETTING_MISSING');
    // @ts-expect-error: the row defines its type
    engineError('RUN_NOT_OPEN', { run: 7, state: 'PROCESSED' });
    // @ts-expect-error: the fix needs one that the message does not use
    engineError('SECRET_UNKNOWN', { field: 'api_key' });
  });

  test('are optional where the row needs none', () => {
    expect(engineError('INTERRUPTED').details).toEqual({});
    expect(engineError('INTERRUPTED', {}, 'why').cause).toBe('why');
    expect(engineError('BODY_EMPTY').message).toContain('the endpoint');
    // @ts-expect-error: the row has none
    engineError('INTERRUPTED', { run: '7' });
  });

  test('of several codes are those that all of them need', () => {
    const code = 'STORE_LOCKED' as 'STORE_LOCKED' | 'STORE_FULL';
    expect(engineError(code, { store: 'a.sqlite', reason: 'BUSY' }).code).toBe('STORE_LOCKED');
    // @ts-expect-error: both need the reason
    engineError(code, { store: 'a.sqlite' });
  });

  test('restrict the codes of a table', () => {
    const codes: readonly CodeWith<{ store: string; reason: string }>[] = [
      'STORE_FULL',
      // @ts-expect-error: it needs the versions
      'STORE_TOO_NEW',
    ];
    expect(codes).toHaveLength(2);
  });

  test('can be extended by a caller', () => {
    const error = addDetails(engineError('BODY_EMPTY'), { stream: 'issues' });
    expect(error.message).toBe('"issues" returned an empty body');
    expect(error.cause).toBeInstanceOf(Error);
  });
});
