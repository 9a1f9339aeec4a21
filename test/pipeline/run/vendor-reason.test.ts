import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../engine/base/secret/index.ts';
import { describeCall } from '../../../engine/pipeline/run/vendor-call.ts';
import { findReason, formatReasonText } from '../../../engine/pipeline/run/vendor-reason.ts';

describe('the reason of an error response', () => {
  test.each<[string, unknown, string | undefined]>([
    ['RFC 6749', { error: 'invalid_grant', error_description: 'Token has expired' }, 'Token has expired'],
    [
      'RFC 9457',
      { type: 'about:blank', title: 'Bad Request', detail: 'since is in the future' },
      'since is in the future',
    ],
    ['a message', { code: 12, message: 'Unknown field' }, 'Unknown field'],
    ['a Message', { __type: 'AccessDenied', Message: 'User is not authorized' }, 'User is not authorized'],
    ['an error text', { error: 'no such project' }, 'no such project'],
    ['an error object', { error: { code: 403, message: 'API is disabled', status: 'DENIED' } }, 'API is disabled'],
    [
      'a list of errors',
      { errors: [{ message: 'a is missing' }, { detail: 'b is wrong' }] },
      'a is missing; b is wrong',
    ],
    ['a list of texts', { errorMessages: ['No access', 'Try later'], errors: {} }, 'No access; Try later'],
    ['a message with details', { message: 'Validation failed', errors: [{ message: 'x' }] }, 'Validation failed: x'],
    ['problems by field', { errors: { since: ['must be a date'] } }, 'since: must be a date'],
    [
      'a fault',
      { fault: { faultstring: 'Rate limit quota violation', detail: { errorcode: 'q' } } },
      'Rate limit quota violation',
    ],
    ['OData', { 'odata.error': { code: '1', message: { lang: 'en-US', value: 'Bad filter' } } }, 'Bad filter'],
    ['Okta', { errorCode: 'E0000011', errorSummary: 'Invalid token provided' }, 'Invalid token provided'],
    ['a list as the body', [{ errorCode: 'X', message: 'Session expired' }], 'Session expired'],
    [
      'SOAP',
      '<s:Envelope><s:Fault><faultcode>1</faultcode><faultstring xml:lang="en">Bad login</faultstring></s:Fault></s:Envelope>',
      'Bad login',
    ],
    [
      'an XML error',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>',
      'Expired',
    ],
    ['no known field', { id: 3, items: [{ message: 'data' }] }, undefined],
    ['an HTML page', '<!DOCTYPE html><html><body><p>message</p></body></html>', undefined],
    ['a plain text', 'Internal error at line 3', undefined],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['a nest too deep', { error: { error: { error: { error: { error: { message: 'x' } } } } } }, undefined],
  ])('in %s', (_, body, reason) => {
    expect(findReason(body)).toBe(reason);
  });

  test('is one line of at most 300 characters, without control characters', () => {
    const text = formatReasonText(`a\r\n\u001b[31mb\t${'x'.repeat(400)}`, (line) => line) ?? '';
    expect(text).toMatch(/^a \[31mb x+…$/);
    expect(text).toHaveLength(300);
  });

  test.each([
    ['as it is', 'k3y-of-the-vendor'],
    ['in base64', Buffer.from('k3y-of-the-vendor').toString('base64')],
    ['in hex', Buffer.from('k3y-of-the-vendor').toString('hex')],
    ['percent-encoded', '%6b3y%2Dof%2Dthe%2Dvendor'],
  ])('does not contain a secret %s, also where it is truncated', (_, shown) => {
    const redact = createRedactor(['k3y-of-the-vendor']);
    expect(formatReasonText(`bad key ${shown}`, redact)).toBe('bad key [secret]');
    const cut = formatReasonText(`${'x'.repeat(290)}${shown}`, redact) ?? '';
    expect(cut).not.toContain(shown.slice(0, 5));
  });

  test('does not contain the signature of its request', () => {
    const unsigned = {
      method: 'GET',
      url: 'https://h.example/apps/3fa85f64-5717-4562-b3fc-2c963f66afa6',
      headers: {},
    } as const;
    const signature = 'ab12'.repeat(16);
    const signed = { ...unsigned, headers: { authorization: `HMAC id=1,signature=${signature}` } };
    const body = { message: `expected ${signature} for 3fa85f64-5717-4562-b3fc-2c963f66afa6` };
    expect(describeCall({ unsigned, signed, body }, (text) => text)).toEqual({
      request: 'GET /apps/3fa85f64-5717-4562-b3fc-2c963f66afa6',
      vendorReason: 'expected [secret] for 3fa85f64-5717-4562-b3fc-2c963f66afa6',
    });
  });
});
