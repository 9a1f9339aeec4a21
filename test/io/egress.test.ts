import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEgress, findBlockReason } from '../../engine/io/egress.ts';
import { createClient } from './http/client.ts';
import { startHttpServer } from './local.ts';

const BLOCKED: Readonly<Record<string, readonly string[]>> = {
  'a loopback address': ['127.0.0.1', '127.255.255.254', '::1'],
  'a private address': ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd00:ec2::254'],
  'a link-local address': ['169.254.169.254', '169.254.170.2', 'fe80::1', 'febf::1'],
  'a carrier-grade NAT address': ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  'a multicast address': ['224.0.0.1', '239.255.255.250', 'ff02::1'],
  'the unspecified address': ['0.0.0.0', '0.1.2.3', '::'],
  'the broadcast address': ['255.255.255.255'],
  'a reserved address': [
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '240.0.0.1',
    '::7f00:1',
    '100::1',
    '2001:db8::1',
    '3fff::1',
    '64:ff9b:1::a00:1',
    '::ffff:0:7f00:1',
    'fec0::1',
    '4000::1',
  ],
  'an IPv4 address written as IPv6': ['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '::ffff:8.8.8.8', '::8.8.8.8'],
  'a tunnel (6to4) address': ['2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1'],
  'a tunnel (Teredo) address': ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  "a cloud platform's internal address": ['168.63.129.16'],
};
const cases = Object.entries(BLOCKED).flatMap(([reason, addresses]) =>
  addresses.map((address) => ({ address, reason })),
);

test.each(cases)('$address is $reason', ({ address, reason }) => {
  expect(findBlockReason(address)).toBe(reason);
});

test.each([
  ['64:ff9b::7f00:1', 'a loopback address'],
  ['64:ff9b::a9fe:a9fe', 'a link-local address'],
  ['64:ff9b::a00:1', 'a private address'],
  ['64:ff9b::808:808', undefined],
])('NAT64: %s is checked by its embedded address', (address, reason) => {
  expect(findBlockReason(address)).toBe(reason);
});

test.each(['8.8.8.8', '1.1.1.1', '100.63.255.255', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s may be dialled',
  (address) => expect(findBlockReason(address)).toBeUndefined(),
);

test('a transition address with a private IPv4 address never passes', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const inside = fc.oneof(
    fc.tuple(fc.constant(10), byte, byte, byte),
    fc.tuple(fc.constant(127), byte, byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  );
  const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
  const forms = [
    (v4: string) => `::ffff:${v4}`,
    (v4: string) => `::${v4}`,
    (v4: string) => `64:ff9b::${v4}`,
    (v4: string) => `2002:${v4}::1`,
  ];
  fc.assert(
    fc.property(inside, fc.constantFrom(...forms), ([a, b, c, d], form) => {
      expect(findBlockReason(form(`${hex(a, b)}:${hex(c, d)}`))).toBeDefined();
    }),
  );
});

const guard = createEgress({ allowPrivate: false });

test.each([
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '%31%32%37.0.0.1',
  '0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[fe80::1]',
  '2852039166',
  '169.254.169.254',
  '[fd00:ec2::254]',
])('the URL spelling https://%s/ is rejected', (host) => {
  expect(() => guard.admit(new URL(`https://${host}/`))).toThrow(expect.objectContaining({ code: 'EGRESS_BLOCKED' }));
});

test('plain http is rejected; a public address and a name are accepted', () => {
  expect(() => guard.admit(new URL('http://8.8.8.8/'))).toThrow(/plain http/);
  expect(() => guard.admit(new URL('https://8.8.8.8/'))).not.toThrow();
  expect(() => guard.admit(new URL('https://vendor.example/'))).not.toThrow();
});

const PUBLIC = { address: '8.8.8.8', family: 4 };
const INSIDE = { address: '10.0.0.7', family: 4 };

test.each([
  { answers: [PUBLIC], passes: true },
  { answers: [INSIDE], passes: false },
  { answers: [PUBLIC, INSIDE], passes: false },
  { answers: [PUBLIC, { address: '::1', family: 6 }], passes: false },
])('a name with the addresses $answers: passes = $passes', async ({ answers, passes }) => {
  const resolving = createEgress({ allowPrivate: false, resolve: async () => answers }).resolve('vendor.example');
  if (passes) expect(await resolving).toEqual(answers);
  else await expect(resolving).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
});

test('a name is resolved once per connection, so a second answer cannot be dialled', async () => {
  const answers = [[INSIDE], [PUBLIC]];
  let lookups = 0;
  const http = createClient({ allowPrivate: false, resolve: async () => answers[lookups++] ?? [] });
  const sent = http.send({ method: 'GET', url: 'https://rebinding.example/', headers: {} }, { timeoutMs: 5_000 });
  await expect(sent).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  expect(lookups).toBe(1);
});

test.each([
  'http://127.0.0.1',
  'https://127.0.0.1',
  'https://localhost',
  'https://2130706433',
  'https://[::ffff:127.0.0.1]',
])('%s is rejected and nothing arrives', async (origin) => {
  let arrived = 0;
  const port = await startHttpServer((_request, response) => response.end(String(arrived++)));
  const sent = createClient({ allowPrivate: false }).send(
    { method: 'GET', url: `${origin}:${port}/`, headers: {} },
    { timeoutMs: 5_000 },
  );
  await expect(sent).rejects.toMatchObject({ code: 'EGRESS_BLOCKED' });
  expect(arrived).toBe(0);
});
