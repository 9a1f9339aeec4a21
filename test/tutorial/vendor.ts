import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const TOKEN = 'acme-token';

const PROJECTS = Array.from({ length: 5 }, (_, index) => ({
  id: index + 1,
  name: `Project ${index + 1}`,
  url: index === 1 ? null : `https://p${index + 1}.acme.example`,
}));

const STATUSES = ['open', 'in progress', 'fixed', 'ignored'];
const SEVERITIES = ['urgent', 'high', 'medium', 'low', 'info'];

const listIssues = (project: number) =>
  Array.from({ length: project * 2 - 1 }, (_, index) => ({
    id: project * 100 + index,
    title: `Issue ${index + 1} of project ${project}`,
    severity: SEVERITIES[(project + index) % SEVERITIES.length],
    status: STATUSES[index % STATUSES.length],
    description: `<p>Found in <b>project ${project}</b>.</p>`,
    cwe: 79 + index,
    created_at: `2026-01-${String(10 + index).padStart(2, '0')}T08:30:00Z`,
    url: `https://p${project}.acme.example/${index}`,
  }));

const page = (name: string, all: readonly object[], url: URL) => {
  const size = Number(url.searchParams.get('per_page') ?? 10);
  const start = (Number(url.searchParams.get('page') ?? 1) - 1) * size;
  return { [name]: all.slice(start, start + size), total: all.length };
};

function answer(request: IncomingMessage): { status: number; body: object } {
  const url = new URL(request.url ?? '/', 'http://acme.example');
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { error: 'unauthorized' } };
  if (url.pathname === '/v1/projects') return { status: 200, body: page('projects', PROJECTS, url) };
  const project = /^\/v1\/projects\/(\d+)\/issues$/.exec(url.pathname)?.[1];
  return project
    ? { status: 200, body: page('issues', listIssues(Number(project)), url) }
    : { status: 404, body: { error: 'not found' } };
}

/** Starts the fictional vendor of the tutorial: a paged list of projects, each with a paged list of issues. */
export function startAcme(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    const { status, body } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
  });
}

if (import.meta.main) {
  const { url } = await startAcme(4010);
  process.stdout.write(`Acme answers on ${url} to the token "${TOKEN}"; Ctrl-C ends it.\n`);
}
