import { hash } from 'node:crypto';

/** Hostile item as sent on the wire, on a page with valid items. */
export interface HostileItem {
  readonly name: string;
  readonly item: string | Uint8Array;
  /** Code and pointer of the expected reject; if absent, the item loads. */
  readonly reject?: readonly [code: string, pointer: string];
  readonly record?: Readonly<Record<string, unknown>>;
}

const deep = (levels: number) => `{"id":"d","more":${'['.repeat(levels)}${']'.repeat(levels)}}`;
const long = 'x'.repeat(3 << 20);
const UNLIKE = Array.from({ length: 64 }, (_, at) => hash('sha256', String(at), 'hex'))
  .join('')
  .slice(0, 3000);
const WIDEST = Array.from({ length: 800 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 20_000))).join('');
const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

export const ITEMS: readonly HostileItem[] = [
  {
    name: 'an id that no double can represent',
    item: '{"id":9007199254740993}',
    record: { externalFindingId: '9007199254740993' },
  },
  {
    name: 'an id of forty digits',
    item: `{"id":${'1234567890'.repeat(4)}}`,
    record: { externalFindingId: '1234567890'.repeat(4) },
  },
  { name: 'an id of -0', item: '{"id":-0}', record: { externalFindingId: '0' } },
  {
    name: 'a number above the range of doubles',
    item: '{"id":"n","score":1e400}',
    reject: ['FIELD_INVALID', '/score'],
  },
  {
    name: 'a number below the range of doubles',
    item: '{"id":"n","score":-1e400}',
    reject: ['FIELD_INVALID', '/score'],
  },
  {
    name: 'a member __proto__',
    item: '{"id":"p","__proto__":{"polluted":true,"note":"no"}}',
    record: { externalFindingId: 'p', description: undefined },
  },
  {
    name: 'a member constructor',
    item: '{"id":"c","constructor":{"prototype":{"polluted":true}}}',
    record: { externalFindingId: 'c' },
  },
  {
    name: 'a member toJSON',
    item: '{"id":"j","toJSON":"x","then":"y","valueOf":1}',
    record: { externalFindingId: 'j' },
  },
  {
    // The JSONata interpreter treats it as an empty sequence, and so does compiled code: no record results.
    name: 'internal markers of the interpreter',
    item: '{"id":"m","_jsonata_lambda":true,"sequence":true,"outerWrapper":1}',
    reject: ['FIELD_MISSING', '/id'],
  },
  { name: 'a NUL in a text', item: '{"id":"z","note":"a\\u0000b"}', reject: ['ITEM_UNREADABLE', '/note'] },
  { name: 'a NUL in a name', item: '{"id":"z","a\\u0000":1}', reject: ['ITEM_UNREADABLE', '/a\0'] },
  { name: 'a lone surrogate', item: '{"id":"s","note":"\\ud800"}', reject: ['ITEM_UNREADABLE', '/note'] },
  { name: 'a whole surrogate pair', item: '{"id":"w","note":"\\ud83d\\ude00"}', record: { description: '😀' } },
  {
    name: 'bytes that are not UTF-8',
    item: bytes('{"id":"u","note":"', [0xff, 0xfe], '"}'),
    reject: ['ITEM_UNREADABLE', ''],
  },
  {
    name: 'an overlong encoding',
    item: bytes('{"id":"u","note":"', [0xc0, 0xaf], '"}'),
    reject: ['ITEM_UNREADABLE', ''],
  },
  { name: 'a repeated key', item: '{"id":"k","note":"a","note":"b"}', reject: ['ITEM_UNREADABLE', '/note'] },
  { name: 'nesting of 100', item: deep(100), reject: ['ITEM_UNREADABLE', ''] },
  { name: 'nesting of 10,000', item: deep(10_000), reject: ['ITEM_UNREADABLE', ''] },
  {
    name: 'a time without a zone',
    item: '{"id":"t","at":"2024-11-18T18:09:14"}',
    record: { firstFoundOn: '2024-11-18T23:09:14.000Z' },
  },
  {
    name: 'seven digits of a second',
    item: '{"id":"t","at":"2024-11-18T18:09:14.9999999Z"}',
    record: { firstFoundOn: '2024-11-18T18:09:14.999Z' },
  },
  { name: 'an invalid time', item: '{"id":"t","at":"2024-02-30T00:00:00Z"}', reject: ['FIELD_INVALID', '/at'] },
  {
    name: 'a number for a time that is not a year',
    item: '{"id":"t120","at":"120"}',
    record: { firstFoundOn: '1970-01-01T00:02:00.000Z' },
  },
  // Exceeds the size of an index entry in PostgreSQL, which would fail the run.
  {
    name: 'an incompressible id of 3,000 characters',
    item: `{"id":"${UNLIKE}"}`,
    reject: ['FIELD_INVALID', '/id'],
  },
  {
    name: 'an id of maximum length with the widest characters',
    item: JSON.stringify({ id: WIDEST }),
    record: { externalFindingId: WIDEST },
  },
  { name: 'a text of three megabytes', item: `{"id":"l","note":"${long}"}`, record: { description: long } },
  {
    name: 'text that a spreadsheet would run',
    item: '{"id":"f","note":"=cmd|\' /C calc\'!A0"}',
    record: { description: "=cmd|' /C calc'!A0" },
  },
  {
    name: 'text that a browser would run',
    item: '{"id":"h","note":"a<script>alert(1)</script><img src=x onerror=alert(1)>b"}',
    record: { description: 'a b' },
  },
  { name: 'no id', item: '{"note":"x"}', reject: ['FIELD_MISSING', '/id'] },
  { name: 'an id that is an object', item: '{"id":{"toString":"x"}}', reject: ['FIELD_INVALID', '/id'] },
  { name: 'an unknown status', item: '{"id":"e","status":"__proto__"}', reject: ['ENUM_UNMAPPED', '/status'] },
  { name: 'null instead of an item', item: 'null', reject: ['FIELD_MISSING', '/id'] },
  { name: 'a number instead of an item', item: '7', reject: ['FIELD_MISSING', '/id'] },
  { name: 'a list instead of an item', item: '[]', reject: ['FIELD_MISSING', '/id'] },
];
