import { expect, test } from 'vitest';
import { createRedactor } from '../../../engine/base/secret/index.ts';
import { redactValues } from '../../../engine/protocol/mcp/redact-values.ts';

test('secrets are redacted in texts, names and numbers, and nothing else changes', () => {
  const redact = createRedactor(['s3cr3t-value', '12345678']);
  const value = {
    text: 'a s3cr3t-value b',
    encoded: Buffer.from('s3cr3t-value').toString('base64'),
    list: [12_345_678, 1, null, true],
    's3cr3t-value': {},
  };
  expect(redactValues(value, redact)).toEqual({
    text: 'a [secret] b',
    encoded: '[secret]',
    list: ['[secret]', 1, null, true],
    '[secret]': {},
  });
});
