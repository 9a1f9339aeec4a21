import { createServer, type IncomingMessage } from 'node:http';

/** Token that the API accepts. */
export const TOKEN = 'tok_5d41402abc4b2a76b971';

const SEVERITIES = ['Critical', 'High', 'Medium', 'Low', 'Info'];
const COUNT = 7;
const SIZE = 3;

const createDefect = (number: number) => ({
  defect_id: `D-${number}`,
  title: `Defect ${number}`,
  severity: SEVERITIES[number % SEVERITIES.length],
  status: number % 3 === 0 ? 'Fixed' : 'Open',
  project_id: `p${number % 2}`,
  created_at: '2026-01-02T03:04:05Z',
});

const DEFECTS = Array.from({ length: COUNT }, (_, at) => createDefect(at + 1));

/** API that no connector of the catalogue knows: pages with a next link, and a bearer token. */
export interface UnseenApi {
  readonly origin: string;
  /** Paths of the requests with the right token. */
  readonly requests: readonly string[];
  /** Returns a page as the API sends it. */
  page(number: number): object;
  close(): Promise<void>;
}

const isAllowed = ({ headers }: IncomingMessage): boolean => headers.authorization === `Bearer ${TOKEN}`;

/** Starts the API on a free port. */
export async function startUnseenApi(): Promise<UnseenApi> {
  const requests: string[] = [];
  let origin = '';
  const page = (number: number) => ({
    data: { results: DEFECTS.slice((number - 1) * SIZE, number * SIZE) },
    next: number * SIZE < COUNT ? `${origin}/v3/defects?page=${number + 1}` : null,
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://api');
    const isKnown = url.pathname === '/v3/defects';
    const status = isAllowed(request) ? (isKnown ? 200 : 404) : 401;
    if (status === 200) requests.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? page(Number(url.searchParams.get('page') ?? 1)) : { error: status }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    origin,
    requests,
    page,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
