import type { Case } from '../case.ts';
import {
  byLink,
  byOffset,
  byToken,
  createManifestPagedBy,
  createPagedManifest,
  createPartitionedManifest,
} from '../manifests.ts';
import { answerWell, body, type Play } from '../plays.ts';

/** Empty pages with a next link, followed by the page that `last` returns. */
const empties = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `GET /things?token=e${index}`,
      body(`{"items":[],"next":"${index + 1 < count ? `e${index + 1}` : 'k1'}"}`),
    ]),
  );

const FOREVER: Play = (exchange, good) => {
  const at = Number(/token=(\d+)/.exec(exchange.seen.route)?.[1] ?? 0);
  body(`{"items":[],"next":${at + 1}}`)(exchange, good);
};

const firstThenEmpty = (count: number): Case => ({
  name: `${count} empty pages with a next token between two full ones`,
  manifest: byToken,
  on: 'GET /things',
  fault: [
    (exchange, good) => {
      exchange.ledger.served.push('t1', 't2');
      body('{"items":[{"id":"t1"},{"id":"t2"}],"next":"e0"}')(exchange, good);
    },
  ],
  also: empties(count),
  outcome: { stored: ['t1', 't2', 't3', 't4', 't5'] },
});

const plain = createPagedManifest();
const { finding } = plain.maps;
/** Things whose id is "bad" become rejects. */
const withRejects = finding
  ? { ...plain, maps: { finding: { ...finding, fields: { ...finding.fields, name: "id = 'bad' ? 5 : id" } } } }
  : plain;

const SKIPPED_THRICE = ['PARTITION_SKIPPED', 'PARTITION_SKIPPED', 'PARTITION_SKIPPED'];

/** Endless pagination, and lists that change during pagination. */
export const PAGING: readonly Case[] = [
  firstThenEmpty(3),
  firstThenEmpty(10),
  {
    name: 'empty pages without an end',
    manifest: byToken,
    on: 'GET /things',
    fault: FOREVER,
    also: Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`GET /things?token=${at}`, FOREVER])),
    outcome: { error: 'PAGES_EMPTY' },
  },
  {
    name: 'the same token again',
    manifest: byToken,
    on: 'GET /things?token=k1',
    fault: body('{"items":[{"id":"t3"}],"next":"k1"}'),
    outcome: { error: 'PAGE_REPEATED', attempts: 1 },
  },
  {
    name: 'a cycle of tokens: A, B, A',
    manifest: byToken,
    on: 'GET /things?token=k2',
    fault: body('{"items":[{"id":"t5"}],"next":"k1"}'),
    outcome: { error: 'PAGE_REPEATED', attempts: 1, asked: { 'GET /things?token=k1': 1 } },
  },
  {
    name: 'the previous page again, under a new number',
    fault: body('{"total":5,"items":[{"id":"t1"},{"id":"t2"}],"next":"k1","link":"/things?page=1"}'),
    pages: [1],
    outcome: { error: 'PAGE_REPEATED', warnings: ['REPEATED_RECORDS'] },
  },
  {
    name: 'a token that is true',
    manifest: byToken,
    on: 'GET /things?token=k1',
    fault: body('{"items":[{"id":"t3"}],"next":true}'),
    outcome: { error: 'CURSOR_UNUSABLE' },
  },
  {
    name: 'a next link to another host',
    manifest: byLink,
    on: 'GET /things?page=1',
    fault: body('{"items":[{"id":"t3"}],"link":"{stranger}/things?page=2"}'),
    outcome: { error: 'HOST_NOT_ALLOWED' },
  },
  {
    name: 'a next link that is a file',
    manifest: byLink,
    on: 'GET /things?page=1',
    fault: body('{"items":[{"id":"t3"}],"link":"file:///etc/passwd"}'),
    outcome: { error: 'NEXT_URL_REFUSED' },
  },
  {
    name: 'pages beyond the limit',
    manifest: createManifestPagedBy({
      paginator: { type: 'pageNumber', pageParam: 'page', stop: ['emptyPage'], maxPages: 2 },
    }),
    outcome: { error: 'PAGE_LIMIT_REACHED' },
  },
  {
    name: 'a total above the number of items',
    fault: moreThanThereIs(9),
    pages: [2],
    outcome: { warnings: ['TOTAL_DIFFERS'] },
  },
  {
    name: 'a total that is not a count',
    fault: moreThanThereIs(5.5),
    outcome: {},
  },
  {
    name: 'a row inserted at the front between pages',
    edits: [(ids) => ['t0', ...ids]],
    outcome: { warnings: ['TOTAL_CHANGED', 'REPEATED_RECORDS'] },
  },
  {
    name: 'a row deleted at the front between pages',
    edits: [(ids) => ids.slice(1)],
    outcome: { warnings: ['TOTAL_DIFFERS'] },
  },
  {
    name: 'rows deleted and inserted between pages',
    edits: [(ids) => ids.slice(1), (ids) => [...ids, 't6']],
    outcome: { warnings: ['TOTAL_DIFFERS'] },
  },
  {
    name: 'a row deleted at the front, then one inserted at the end, of a longer list',
    edits: [(ids) => [...ids, 't6', 't7', 't8'].slice(1), (ids) => [...ids, 't9']],
    outcome: { warnings: ['TOTAL_CHANGED'] },
  },
  {
    name: 'a row that moves to the end between pages',
    edits: [([first = '', ...rest]) => [...rest, first]],
    outcome: { warnings: ['REPEATED_RECORDS'] },
  },
  {
    name: 'a row inserted at the front, by offset',
    manifest: byOffset,
    edits: [(ids) => ['t0', ...ids]],
    outcome: { warnings: ['TOTAL_CHANGED', 'REPEATED_RECORDS'] },
  },
  {
    name: 'a row deleted at the front, by offset',
    manifest: byOffset,
    edits: [(ids) => ids.slice(1)],
    outcome: { warnings: ['TOTAL_DIFFERS'] },
  },
  {
    name: 'a row that moves to the end and is rejected both times',
    manifest: withRejects,
    list: ['bad', 't2', 't3', 't4', 't5'],
    edits: [([first = '', ...rest]) => [...rest, first]],
    outcome: {
      stored: ['t2', 't4', 't5'],
      rejects: ['FIELD_INVALID', 'FIELD_INVALID'],
      exit: 3,
      warnings: ['REPEATED_ITEMS'],
    },
  },
  {
    name: 'parents whose ids are invalid in a path',
    manifest: createPartitionedManifest(),
    list: ['..', 't2', '', 't4', '%2e%2E'],
    outcome: { stored: ['t2-p1', 't2-p2', 't4-p1', 't4-p2'], warnings: SKIPPED_THRICE, exit: 3 },
  },
  {
    name: 'a parent without its key',
    manifest: createPartitionedManifest(),
    on: 'GET /things?page=0',
    fault: body('{"total":5,"items":[{"id":"t1"},{"name":"no id"}]}'),
    outcome: { warnings: ['PARTITION_SKIPPED'], exit: 3 },
  },
  {
    name: 'parents without a member that is not their key',
    manifest: createPartitionedManifest({ request: { path: '/things/{{thing.slug}}/parts' } }),
    outcome: { error: 'TEMPLATE_NAME_UNKNOWN' },
  },
  {
    name: 'a token that is not a string',
    manifest: byToken,
    on: 'GET /things?token=k1',
    fault: body('{"items":[{"id":"t3"}],"next":"\\ud800"}'),
    outcome: { error: 'CURSOR_UNUSABLE' },
  },
  {
    name: 'a repeated parent',
    manifest: createPartitionedManifest(),
    edits: [([first = '', ...rest]) => [...rest, first]],
    outcome: { warnings: ['REPEATED_ITEMS'] },
  },
];

/** Replaces the total of a page with a wrong number. */
function moreThanThereIs(total: number): Play {
  return (exchange, good) =>
    answerWell(exchange, () => ({ ...good(), json: good().json.replace(/"total":\d+/, `"total":${total}`) }));
}
