import { describe, expect, test } from 'vitest';
import { compileMap } from '../../../engine/pipeline/map/compile.ts';
import {
  CONVERSIONS,
  type ConversionName,
  createZone,
  FINE_CONVERSIONS,
  isInvalid,
} from '../../../engine/pipeline/map/convert/index.ts';
import type { MapSpec } from '../../../engine/pipeline/map/spec.ts';

const INVALID = Symbol('invalid');
type Row = readonly [as: ConversionName, value: unknown, expected: unknown, zone?: string];

const base64 = (text: string) => Buffer.from(text).toString('base64');

const ROWS: readonly Row[] = [
  ['string', 'a', 'a'],
  ['string', 12, '12'],
  ['string', 0, '0'],
  ['string', true, 'true'],
  ['string', 2 ** 53 + 2, INVALID],
  ['string', '9007199254740993', '9007199254740993'],
  ['string', ['a'], INVALID],
  ['integer', 443, 443],
  ['integer', '443', 443],
  ['integer', ' 443 ', 443],
  ['integer', '4.5', INVALID],
  ['integer', 'x', INVALID],
  ['number', '7.5', 7.5],
  ['number', '-1e3', -1000],
  ['number', '0x10', INVALID],
  ['number', true, INVALID],
  ['number', ' ', undefined],
  ['cwe', 89, 'CWE-89'],
  ['cwe', '89', 'CWE-89'],
  ['cwe', 'CWE-089', 'CWE-89'],
  ['cwe', 'cwe-89', 'CWE-89'],
  ['cwe', -1, undefined],
  ['cwe', '-1', undefined],
  ['cwe', 0, undefined],
  ['cwe', ' ', undefined],
  ['cwe', 'injection', INVALID],
  ['cve', 'CVE-2021-44228', 'CVE-2021-44228'],
  ['cve', 'cve-2021-44228', 'CVE-2021-44228'],
  ['cve', 'SRCCLR-SID-1', undefined],
  ['cve', 3, undefined],
  ['cve', ['CVE-2021-44228'], INVALID],
  ['url', ' https://a.example/x?y=1#z ', 'https://a.example/x?y=1#z'],
  ['url', 'git@github.com:o/r.git', 'git@github.com:o/r.git'],
  ['url', 'javascript:alert(1)', INVALID],
  ['url', 'not a url', INVALID],
  ['list', 'a', ['a']],
  ['list', ['a', '', null, 'b'], ['a', 'b']],
  ['list', [''], undefined],
  ['csvList', 'a, b,,c ', ['a', 'b', 'c']],
  ['csvList', ['a'], ['a']],
  ['csvList', 4, INVALID],
  ['cleanText', ' a\u200bb\u0000 ', 'ab'],
  ['cleanText', '\u200b', undefined],
  ['plainText', 'plain', 'plain'],
  ['plainText', '<p>one</p><p>two &amp; <b>three</b></p>', 'one\n\ntwo & three'],
  ['plainText', '<span>a</span><script>alert(1)</script><style>p{}</style>b', 'a b'],
  ['plainText', 'a<!-- hidden -->b', 'ab'],
  ['plainText', 'a < b and c > d', 'a < b and c > d'],
  ['plainText', '<td>a</td><td>b</td>', 'a b'],
  ['plainText', 'a\r\n b\u00a0 c\t\td', 'a\nb c d'],
  ['plainText', base64('<span>Cross-site scripting &lt;b&gt;</span>'), 'Cross-site scripting <b>'],
  ['plainText', 'QWERTYUIOPASDFGHJKLZXCVB', 'QWERTYUIOPASDFGHJKLZXCVB'],
  ['plainText', 'd41d8cd98f00b204e9800998ecf8427e', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['plainText', '<br/>', undefined],
  ['plainText', 7, INVALID],
  ['datetime', '0001-01-01T00:00:00Z', undefined],
  ['datetime', '0001-01-01T00:00:00', undefined, 'America/New_York'],
  ['datetime', '0001-01-01', undefined],
  ['datetime', '2025-02-11T09:14:03Z', '2025-02-11T09:14:03.000Z'],
  ['datetime', '2025-02-11T09:14:03.9Z', '2025-02-11T09:14:03.900Z'],
  ['datetime', '2025-02-11T09:14:03.9999999Z', '2025-02-11T09:14:03.999Z'],
  ['datetime', '2025-02-11T09:14:03.123Z', '2025-02-11T09:14:03.123Z'],
  ['datetime', '2025-02-11T09:14:03.1234567+02:00', '2025-02-11T07:14:03.123Z'],
  ['datetime', '2025-02-11T09:14:03-0530', '2025-02-11T14:44:03.000Z'],
  ['datetime', '2025-02-11 09:14:03', '2025-02-11T09:14:03.000Z'],
  ['datetime', '2025-02-11', '2025-02-11T00:00:00.000Z'],
  ['datetime', '2025-02-11 09:14:03', '2025-02-11T14:14:03.000Z', 'America/New_York'],
  ['datetime', '2025-07-11 09:14:03', '2025-07-11T13:14:03.000Z', 'America/New_York'],
  ['datetime', '2025-07-11', '2025-07-11T04:00:00.000Z', 'America/New_York'],
  ['datetime', '2025-03-30 02:30:00', '2025-03-30T01:30:00.000Z', 'Europe/Berlin'],
  ['datetime', '2025-10-26 02:30:00', '2025-10-26T00:30:00.000Z', 'Europe/Berlin'],
  ['datetime', '2025-02-11T09:14:03Z', '2025-02-11T09:14:03.000Z', 'America/New_York'],
  ['datetime', '1971-06-01 00:00:00', '1971-06-01T00:44:30.000Z', 'Africa/Monrovia'],
  ['datetime', 1700000000, '2023-11-14T22:13:20.000Z'],
  ['datetime', 1700000000.9999, '2023-11-14T22:13:20.999Z'],
  ['datetime', 1700000000123, '2023-11-14T22:13:20.123Z'],
  ['datetime', '1700000000123', '2023-11-14T22:13:20.123Z'],
  ['datetime', 1700000000123456, '2023-11-14T22:13:20.123Z'],
  ['datetime', '2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['datetime', '0099-02-28T00:00:00+00:00', '0099-02-28T00:00:00.000Z'],
  ['datetime', '2023-02-29T00:00:00Z', INVALID],
  ['datetime', '2023-02-29', INVALID],
  ['datetime', '2025-13-01', INVALID],
  ['datetime', '2025-02-11T24:00:00Z', INVALID],
  ['datetime', '2025-02-11T09:14:03.Z', INVALID],
  ['datetime', 'yesterday', INVALID],
  ['datetime', true, INVALID],
  ['datetime', ' ', undefined],
  ['epochSeconds', 0, '1970-01-01T00:00:00.000Z'],
  ['epochSeconds', '1700000000.1239', '2023-11-14T22:13:20.123Z'],
  ['epochSeconds', -0.5, '1969-12-31T23:59:59.500Z'],
  ['epochMillis', 86400000, '1970-01-02T00:00:00.000Z'],
  ['epochMillis', -0.5, '1969-12-31T23:59:59.999Z'],
  ['epochMillis', 'soon', INVALID],
];

describe('conversions', () => {
  test.each(ROWS.map((row) => ({ row })))('$row', ({ row: [as, value, expected, zone] }) => {
    const converted = CONVERSIONS[as](value, zone === undefined ? undefined : createZone(zone));
    if (expected === INVALID) expect(isInvalid(converted)).toBe(true);
    else expect(converted).toEqual(expected);
  });
});

describe('times that keep micro- and nanoseconds', () => {
  const rows: readonly Row[] = [
    ['datetime', '2025-02-11T09:14:03.123456Z', '2025-02-11T09:14:03.123456Z'],
    ['datetime', '2025-02-11T09:14:03.1234Z', '2025-02-11T09:14:03.123400Z'],
    ['datetime', '2025-02-11T09:14:03.1234567+02:00', '2025-02-11T07:14:03.123456700Z'],
    ['datetime', '2025-02-11 09:14:03,123456', '2025-02-11T14:14:03.123456Z', 'America/New_York'],
    ['datetime', '2025-02-11T09:14:03.123000Z', '2025-02-11T09:14:03.123Z'],
    ['datetime', '2025-02-11', '2025-02-11T00:00:00.000Z'],
    ['datetime', 1700000000.25, '2023-11-14T22:13:20.250Z'],
    ['datetime', 1700000000123456, '2023-11-14T22:13:20.123456Z'],
    ['datetime', '1700000000123456789', '2023-11-14T22:13:20.123456789Z'],
    ['datetime', '-1700000000123456', '1916-02-18T01:46:39.876544Z'],
    ['datetime', 'yesterday', INVALID],
    ['epochSeconds', '1700000000.1234567', '2023-11-14T22:13:20.123456700Z'],
    ['epochMillis', '1700000000000.001', '2023-11-14T22:13:20.000001Z'],
    ['epochMillis', 'soon', INVALID],
  ];

  test.each(rows.map((row) => ({ row })))('$row', ({ row: [as, value, expected, zone] }) => {
    const convert = FINE_CONVERSIONS[as] ?? expect.fail(as);
    const converted = convert(value, zone === undefined ? undefined : createZone(zone));
    if (expected === INVALID) expect(isInvalid(converted)).toBe(true);
    else expect(converted).toBe(expected);
  });

  test('where the schema does not limit them to milliseconds', () => {
    const instant = { type: 'string', pattern: '^.*\\.\\d{3}Z$' };
    const spec: MapSpec = {
      entity: 'thing',
      fields: {
        id: { value: 'id', identity: true },
        at: { value: 'at', as: 'datetime' },
        cut: { value: 'at', as: 'datetime' },
      },
      enums: {},
      schema: { type: 'object', properties: { id: { type: 'string' }, at: { type: 'string' }, cut: instant } },
    };
    expect(compileMap(spec).map({ id: '1', at: '2025-02-11T09:14:03.123456Z' }, {})).toMatchObject({
      record: { at: '2025-02-11T09:14:03.123456Z', cut: '2025-02-11T09:14:03.123Z' },
    });
  });
});
