import { describe, expect, test } from 'vitest';
import type { ErrorRule } from '../../../engine/manifest/index.ts';
import { createRefusalError } from '../../../engine/pipeline/run/failure.ts';
import schema from '../../../schemas/manifest.schema.json' with { type: 'json' };

const CODES = schema.definitions.errorRule.properties.code.enum as NonNullable<ErrorRule['code']>[];

describe('a response that an error rule treats as final', () => {
  const refusal = { status: 429, headers: {}, stream: 'issues', filtered: false, attempts: 1, now: 0 };

  test.each(CODES)('has a complete error message for %s', (code) => {
    const { message, fix } = createRefusalError(refusal, { kind: 'fail', code }, false);
    expect(`${message} ${fix}`).not.toContain('undefined');
  });
});
