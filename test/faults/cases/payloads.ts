import type { Manifest } from '../../../engine/index.ts';
import type { Case } from '../case.ts';
import { createOnePageManifest } from '../manifests.ts';
import { body } from '../plays.ts';

const whole = createOnePageManifest();
const { finding } = whole.maps;
// The name, which must be a string, is not mapped, because ids can be numbers here.
const fields = {
  ...finding?.fields,
  name: "'a name'",
  firstFoundOn: { value: 'at', as: 'datetime', zone: 'America/New_York' },
} as const;
const manifest: Manifest = finding ? { ...whole, maps: { finding: { ...finding, fields } } } : whole;

/** Page with these items between two valid ones. */
const among = (items: string | Uint8Array) =>
  body(
    Buffer.concat([
      Buffer.from('{"items":[{"id":"before"},'),
      Buffer.from(items as string),
      Buffer.from(',{"id":"behind"}]}'),
    ]),
  );

const page = (name: string, items: string | Uint8Array, outcome: Case['outcome']): Case => ({
  name,
  manifest,
  on: 'GET /things',
  fault: among(items),
  outcome: { ...outcome, ...(outcome.rejects ? { exit: 3 } : {}) },
});

const AROUND = ['before', 'behind'];
const item = (id: string) => `{"id":${id}}`;
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

/** Items that are malformed or unusual: each is a reject with a reason, or stored unchanged; all other items load. */
export const PAYLOADS: readonly Case[] = [
  page('ids over 2^53', [item('9007199254740993'), item('9007199254740992'), item('18446744073709551615')].join(), {
    stored: [...AROUND, '9007199254740993', '9007199254740992', '18446744073709551615'],
  }),
  page('an id of -0', item('-0'), { stored: [...AROUND, '0'] }),
  page('an id of 1e400', item('1e400'), { stored: [...AROUND, '1e400'] }),
  page('an id that is null', item('null'), { stored: AROUND, rejects: ['FIELD_MISSING'] }),
  page('an item that is null', 'null', { stored: AROUND, rejects: ['FIELD_MISSING'] }),
  page('an id with NUL', item('"a\\u0000b"'), { stored: AROUND, rejects: ['ITEM_UNREADABLE'] }),
  page('an id with a lone surrogate', item('"a\\ud800b"'), { stored: AROUND, rejects: ['ITEM_UNREADABLE'] }),
  page('an item that is not UTF-8', Buffer.from('{"id":"a\xffb"}', 'latin1'), {
    stored: AROUND,
    rejects: ['ITEM_UNREADABLE'],
  }),
  page('a repeated key', '{"id":"a","id":"b"}', { stored: AROUND, rejects: ['ITEM_UNREADABLE'] }),
  page('an item that nests 10,000 levels deep', `{"id":"deep","a":${deep(10_000)}}`, {
    stored: AROUND,
    rejects: ['ITEM_UNREADABLE'],
  }),
  page('an item with __proto__', '{"id":"proto","__proto__":{"polluted":true},"constructor":{"prototype":{}}}', {
    stored: [...AROUND, 'proto'],
  }),
  page('an id like a member of every object', [item('"__proto__"'), item('"constructor"'), item('"toString"')].join(), {
    stored: [...AROUND, '__proto__', 'constructor', 'toString'],
  }),
  page('ids of 800 and 801 characters', [800, 801].map((length) => item(`"${'x'.repeat(length)}"`)).join(), {
    stored: [...AROUND, 'x'.repeat(800)],
    rejects: ['FIELD_INVALID'],
  }),
  page('an id of a megabyte', item(`"${'x'.repeat(2 ** 20)}"`), { stored: AROUND, rejects: ['FIELD_INVALID'] }),
  page('times without a zone', '{"id":"summer","at":"2024-07-18T18:09:14.1234567"},{"id":"winter","at":"2024-11-18"}', {
    stored: [...AROUND, 'summer', 'winter'],
    fields: {
      summer: { firstFoundOn: '2024-07-18T22:09:14.123Z' },
      winter: { firstFoundOn: '2024-11-18T05:00:00.000Z' },
    },
  }),
  page('an invalid time', '{"id":"never","at":"2024-02-30T00:00:00"}', {
    stored: AROUND,
    rejects: ['FIELD_INVALID'],
  }),
  page('the same item twice', [item('"twice"'), item('"twice"')].join(), {
    stored: [...AROUND, 'twice'],
    warnings: ['REPEATED_RECORDS'],
  }),
];
