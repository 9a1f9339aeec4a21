import type { Exchange, Recording } from '../../../../workbench/replay/index.ts';

const BASE = 'https://api.acme.example';

const buildExchange = (path: string, body: Record<string, unknown>): Exchange => ({
  request: { method: 'GET', url: `${BASE}${path}`, headers: { authorization: 'Bearer *' } },
  response: { status: 200, headers: { 'content-type': 'application/json' }, body },
});

const buildIssue = (id: number, changed: Record<string, unknown>) => ({
  id,
  title: 'SQL injection',
  severity: 'High',
  status: 'open',
  description: '<p>The <b>q</b> parameter reaches the database.</p>',
  cwe: 89,
  created_at: '2026-01-15T08:30:00Z',
  url: 'https://shop.acme.example/search?q=1',
  ...changed,
});

/** Builds the recorded case that `init` writes, in the format of `run --record`. */
export const buildStarterRecording = (): Recording => ({
  description: 'Three projects on two pages; one project has two issues, one of them fixed.',
  now: '2026-02-01T00:00:00.000Z',
  settings: { base_url: BASE, api_token: 'made-up-token' },
  exchanges: [
    buildExchange('/v1/projects?page=1&per_page=2', {
      projects: [
        { id: 1, name: 'Shop', url: 'https://shop.acme.example' },
        { id: 2, name: 'Intranet', url: null },
      ],
      total: 3,
    }),
    buildExchange('/v1/projects?page=2&per_page=2', {
      projects: [{ id: 3, name: 'Billing', url: 'https://billing.acme.example' }],
      total: 3,
    }),
    buildExchange('/v1/projects/1/issues?page=1&per_page=2', {
      issues: [
        buildIssue(11, {}),
        buildIssue(12, { title: 'Cookie without Secure', severity: 'low', status: 'fixed', cwe: 614 }),
      ],
      total: 2,
    }),
    buildExchange('/v1/projects/2/issues?page=1&per_page=2', { issues: [], total: 0 }),
    buildExchange('/v1/projects/3/issues?page=1&per_page=2', { issues: [], total: 0 }),
  ],
});
