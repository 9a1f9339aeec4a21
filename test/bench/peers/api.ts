// The API that all tools read, in a process of its own: `node api.ts --findings 10000`. Prints its origin,
// and serves until it is stopped. POST /login returns the bearer token that every other request needs.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual, parseArgs } from 'node:util';

/** Credentials of the only account. */
export const KEY = { key_id: 'reader', key_secret: 'bench-key-secret' } as const;

const PER_APPLICATION = 1_250;
const TOKEN = 'bench-session-token';
const DESCRIPTION =
  'The value reaches the statement without validation, so that an attacker can change its meaning. '.repeat(4);
const RECOMMENDATION = 'Validate the value against a list of what is allowed, and pass it as a parameter.';

const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
const STATUSES = ['open', 'in_review', 'reopened', 'resolved', 'accepted_risk', 'false_positive'] as const;
const IMPACTS = ['minor', 'major', 'severe'] as const;

const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;
const pad = (value: number) => String(value).padStart(2, '0');
const formatTime = (at: number) =>
  `2025-${pad((at % 12) + 1)}-${pad((at % 28) + 1)}T${pad(at % 24)}:${pad(at % 60)}:07Z`;

const buildApplication = (at: number): object => ({
  id: `app-${at}`,
  name: `Application ${at}`,
  summary: at % 3 === 0 ? null : `Service number ${at} of the shop`,
  impact: pick(IMPACTS, at),
  created_at: formatTime(at),
  owner: { email: `Owner${at % 50}@Example.com`, team: `Team ${at % 20}` },
});

const buildIssue = (application: number, at: number): object => ({
  id: at,
  guid: `${(at * 2_654_435_761) % 4_294_967_296}-${application}`,
  title: `Improper neutralization of input ${at % 97}`,
  severity: pick(SEVERITIES, at * 7 + application),
  state: pick(STATUSES, at * 5 + application),
  description: DESCRIPTION,
  recommendation: RECOMMENDATION,
  is_new: at % 4 === 0,
  weakness: { id: 20 + (at % 400), name: `Weakness “${at % 400}”`, href: `https://cwe.example.com/${20 + (at % 400)}` },
  cvss: { score: (at % 100) / 10, vector: `CVSS:3.1/AV:N/AC:${at % 2 ? 'L' : 'H'}/PR:N/UI:N/S:U/C:H/I:H/A:N` },
  location: {
    file: `src/module-${at % 1000}/handler.c`,
    line: 1 + (at % 5000),
    function: at % 5 === 0 ? null : `handle_${at % 313}`,
  },
  dates: {
    first_found: formatTime(at),
    last_seen: formatTime(at + 31),
    resolved: pick(STATUSES, at * 5 + application) === 'resolved' ? formatTime(at + 62) : null,
  },
  scan: {
    id: `scan-${at % 977}`,
    engine: 'SAST',
    branch: at % 2 ? 'main' : `release/${at % 9}`,
    policy: { id: at % 7, strict: true },
  },
  assignee: at % 3 === 0 ? null : { email: `Person${at % 200}@Example.com`, team: `Team ${at % 20}` },
  tags: at % 6 === 0 ? [] : [`tag-${at % 11}`, `tag-${at % 13}`],
});

/** Returns one page of a list: `page` counts from 1. */
function buildPage(count: number, query: URLSearchParams, build: (at: number) => object): object {
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('page_size') ?? 50)];
  const first = (page - 1) * size;
  const length = Math.max(0, Math.min(size, count - first));
  const pages = Math.max(1, Math.ceil(count / size));
  return { total: count, page, pages, items: Array.from({ length }, (_, at) => build(first + at)) };
}

/** Returns the body of a response, or the status of an error. */
function answer(findings: number, request: IncomingMessage, body: string): object | number {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/login') return isDeepStrictEqual(JSON.parse(body), KEY) ? { token: TOKEN } : 401;
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return 401;
  const applications = Math.ceil(findings / PER_APPLICATION);
  if (pathname === '/applications') return buildPage(applications, searchParams, buildApplication);
  const application = Number(/^\/applications\/app-(\d+)\/issues$/.exec(pathname)?.[1] ?? Number.NaN);
  if (!(application < applications)) return 404;
  const issues = Math.min(PER_APPLICATION, findings - application * PER_APPLICATION);
  return buildPage(issues, searchParams, (at) => buildIssue(application, at));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { findings: { type: 'string', default: '10000' } } });
  const server = createServer(async (request, response) => {
    const result = answer(Number(values.findings), request, await text(request));
    const [status, body] = typeof result === 'number' ? [result, { error: 'refused' }] : [200, result];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
}
