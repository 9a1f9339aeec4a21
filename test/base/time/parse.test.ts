import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHttpDate, parseTime, parseUtcInstant, parseUtcMillis } from '../../../engine/base/time/index.ts';

const NOON = Date.UTC(2024, 10, 18, 12, 0, 0);

describe('a time as text or number', () => {
  test.each<readonly [string | number, number]>([
    ['2024-11-18T12:00:00Z', NOON],
    ['2024-11-18T12:00:00.1Z', NOON + 100],
    ['2024-11-18T12:00:00.1234567Z', NOON + 123],
    ['2024-11-18T12:00:00.999999999Z', NOON + 999],
    ['2024-11-18T12:00:00,5Z', NOON + 500],
    ['2024-11-18t12:00:00z', NOON],
    ['2024-11-18 12:00:00', NOON],
    ['2024-11-18 12:00:00 UTC', NOON],
    ['2024-11-18 12:00', NOON],
    ['2024-11-18T14:00:00+02:00', NOON],
    ['2024-11-18T14:00:00+0200', NOON],
    ['2024-11-18T14:00:00+02', NOON],
    ['2024-11-18T06:30:00-05:30', NOON],
    ['2024-11-18', Date.UTC(2024, 10, 18)],
    ['  2024-11-18T12:00:00Z  ', NOON],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['0099-12-31T23:59:59.999Z', -59_011_459_200_001],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    [NOON, NOON],
    [NOON / 1000, NOON],
    [NOON * 1000 + 999, NOON],
    [1_700_000_000.123, 1_700_000_000_123],
    [1.001, 1001],
    [0, 0],
    [-1.5, -1500],
    [String(NOON), NOON],
    [String(NOON / 1000), NOON],
  ])('%j', (value, expected) => {
    expect(parseTime(value)).toBe(expected);
  });

  test.each([
    '',
    'yesterday',
    '120',
    '2024-11',
    '2024-13-01',
    '2023-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2024-11-31T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-11-18T24:00:00Z',
    '2024-11-18T12:60:00Z',
    '2024-11-18T12:00:00.Z',
    '2024-11-18T12:00:00.1a3Z',
    '2024-11-18T12:00:00+24:00',
    '24-11-18',
    '18/11/2024',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e20,
  ])('%j is not a time', (value) => {
    expect(parseTime(value)).toBeUndefined();
  });
});

describe('a time without an offset is read in the zone', () => {
  test.each([
    ['summer', '2024-07-01T12:00:00', 'Europe/Berlin', '2024-07-01T10:00:00Z'],
    ['winter', '2024-12-01T12:00:00', 'America/New_York', '2024-12-01T17:00:00Z'],
    ['midnight of a date', '2024-07-01', 'Asia/Kolkata', '2024-06-30T18:30:00Z'],
    ['an hour that occurs twice: the first', '2024-11-03T01:30:00', 'America/New_York', '2024-11-03T05:30:00Z'],
    ['an hour left out: the offset before', '2024-03-31T02:30:00', 'Europe/Berlin', '2024-03-31T01:30:00Z'],
    ['half an hour left out', '2024-10-06T02:15:00', 'Australia/Lord_Howe', '2024-10-05T15:45:00Z'],
    ['just after it', '2024-10-06T02:30:00', 'Australia/Lord_Howe', '2024-10-05T15:30:00Z'],
    ['a day left out', '2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
    ['its own offset goes before', '2024-07-01T12:00:00Z', 'Europe/Berlin', '2024-07-01T12:00:00Z'],
  ])('%s', (_name, text, zone, expected) => {
    expect(parseTime(text, zone)).toBe(Date.parse(expected));
  });

  test('an unknown zone is a catalogue error', () => {
    expect(() => parseTime('2024-07-01', 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

test('parses what a Date formats, on the fast path as well', () => {
  const millis = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(millis, fc.stringMatching(/^\d{0,9}$/), (at, finer) => {
      const text = new Date(at).toISOString().replace('Z', `${finer}Z`);
      expect(parseTime(text)).toBe(at);
      expect(parseUtcMillis(text)).toBe(at);
      expect(parseTime(text.replace('Z', '+00:00'))).toBe(at);
      expect(parseUtcInstant(text)).toBe(new Date(at).toISOString());
    }),
  );
});

test('the fast path accepts nothing that the slow one rejects', () => {
  const nearly = fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-6]\d:[0-6]\d(\.\d{0,4})?Z?$/);
  fc.assert(
    fc.property(nearly, (text) => {
      const hot = parseUtcMillis(text);
      if (hot !== undefined) expect(parseTime(text.replace('Z', '+00:00'))).toBe(hot);
    }),
  );
});

describe('an HTTP date', () => {
  const at = Date.UTC(1994, 10, 6, 8, 49, 37);
  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    ' Sun, 06 Nov 1994 08:49:37 GMT ',
  ])('%j', (text) => {
    expect(parseHttpDate(text)).toBe(at);
  });

  test.each([
    undefined,
    '',
    '120',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37',
    'Sun, 99 Nov 1994 08:49:37 GMT',
    'Sat, 31 Feb 2024 00:00:00 GMT',
    'Sun, 06 Nov 1994 24:49:37 GMT',
    'Sun, 06 Xyz 1994 08:49:37 GMT',
  ])('%j is not a time', (text) => {
    expect(parseHttpDate(text)).toBeUndefined();
  });

  test('of any second in four-digit years survives a round trip', () => {
    const second = fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 });
    fc.assert(
      fc.property(second, (at) => {
        expect(parseHttpDate(new Date(at * 1000).toUTCString())).toBe(at * 1000);
      }),
    );
  });

  test('any text is a time or undefined', () => {
    const nearly = fc.stringMatching(/^(Mon|Sun|Sunday),? \d{1,2}[ -](Feb|Nov|Xyz)[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearly), (text) => {
        const at = parseHttpDate(text);
        expect(at === undefined || Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });

  test('any text is a time in the sense of the manifest, or undefined', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.double().map(String)), (text) => {
        const at = parseTime(text, 'Europe/Berlin');
        expect(at === undefined || Number.isSafeInteger(at)).toBe(true);
      }),
    );
  });
});
