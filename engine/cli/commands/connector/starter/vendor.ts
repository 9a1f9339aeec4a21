import type { HttpRequest } from '../../../../pipeline/request/index.ts';
import type { HttpResponse, Ports } from '../../../../pipeline/run/ports.ts';
import { getStarterAuth } from './auth.ts';
import type { StarterOptions } from './manifest.ts';
import { getStarterPaging } from './paging.ts';

/** Address of the fictional vendor. */
export const STARTER_BASE = 'https://api.acme.example';

const PROJECTS = [
  { id: 1, name: 'Shop', url: 'https://shop.acme.example' },
  { id: 2, name: 'Intranet', url: null },
  { id: 3, name: 'Billing', url: 'https://billing.acme.example' },
];

const ISSUE = {
  id: 11,
  project_id: 1,
  title: 'SQL injection',
  severity: 'High',
  status: 'open',
  description: '<p>The <b>q</b> parameter reaches the database.</p>',
  cwe: 89,
  created_at: '2026-01-15T08:30:00Z',
  updated_at: '2026-01-20T10:00:00Z',
  url: 'https://shop.acme.example/search?q=1',
};

const ISSUES = [
  ISSUE,
  { ...ISSUE, id: 12, title: 'Cookie without Secure', severity: 'low', status: 'fixed', cwe: 614 },
];

interface Answer {
  readonly status?: number;
  readonly body: object;
}

/** Creates the fictional vendor of a starter manifest: it answers the requests that the manifest sends. */
export function createStarterVendor(options: StarterOptions): Ports['http']['send'] {
  const { login } = getStarterAuth(options.auth);
  const { page } = getStarterPaging(options.paging);
  const exports = new Map<string, { readonly list: readonly object[]; polls: number }>();
  const list = (name: string, all: readonly object[], url: URL): Answer => {
    const { items, rest } = page(all, url);
    return { body: { [name]: items, ...rest } };
  };
  const issuesOf = (project: number | undefined) =>
    project === undefined ? ISSUES : ISSUES.filter((issue) => issue.project_id === project);
  const createExport = (body: string): Answer => {
    const id = `export-${exports.size + 1}`;
    exports.set(id, { list: issuesOf((JSON.parse(body) as { project_id?: number }).project_id), polls: 0 });
    return { status: 202, body: { id } };
  };
  const answer = ({ url: href, body }: HttpRequest): Answer => {
    const url = new URL(href);
    if (login && url.pathname === login.path) return { body: login.response };
    const [, , kind, id = '', part] = url.pathname.split('/');
    if (kind === 'exports' && id === '') return createExport(String(body));
    if (kind === 'exports' && part === undefined) {
      const job = exports.get(id);
      if (job) job.polls += 1;
      return { body: { state: (job?.polls ?? 0) < 2 ? 'running' : 'finished' } };
    }
    if (kind === 'exports') return list('issues', exports.get(id)?.list ?? [], url);
    if (kind === 'projects' && id === '') return list('projects', PROJECTS, url);
    return list('issues', issuesOf(kind === 'issues' ? undefined : Number(id)), url);
  };
  return async (request): Promise<HttpResponse> => {
    const { status = 200, body } = answer(request);
    return { status, headers: { 'content-type': 'application/json' }, body: toBody(body) };
  };
}

async function* toBody(body: object): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(body));
}
