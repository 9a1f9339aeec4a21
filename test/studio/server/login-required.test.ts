import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request } from 'node:http';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFull } from '../../setup/suite.ts';
import { spellingsOf } from './spellings.ts';
import { type StartedStudio, startStudio } from './test-studio.ts';

/** Public paths: the files of the login page, and the metrics. */
const PUBLIC = ['/login.css', '/tokens.css', '/theme.js', '/favicon.svg', '/metrics'];
const AT_ONCE = 32;
/** The default suite sends one of this many spellings. It divides no number of spellings of a path, so that each kind is sent. */
const SAMPLE = 3;

interface Asked {
  readonly method: string;
  readonly path: string;
}

let studio: StartedStudio;
const routes: Asked[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Collects each route of a server as any plugin registers it. */
const noteRoutes = (message: unknown) => {
  const { fastify: app } = message as { fastify: FastifyInstance };
  app.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat())
      routes.push({ method: one, path: url.replaceAll(/:\w+/g, 'x').replaceAll('*', 'x') });
  });
};

beforeAll(async () => {
  subscribe('fastify.initialization', noteRoutes);
  studio = await startStudio({ write: true, metrics: { contentType: 'text/plain', text: async () => 'runs 1' } });
  unsubscribe('fastify.initialization', noteRoutes);
});
afterAll(() => {
  agent.destroy();
  return studio.close();
});

/** Sends a request with its target unchanged and returns the status. */
const statusOf = ({ method, path }: Asked): Promise<number> =>
  new Promise((done, fail) => {
    const headers = { 'content-length': 0 };
    const sent = request({ agent, port: studio.port, host: '127.0.0.1', method, path, headers }, (answer) => {
      answer.resume().on('end', () => done(answer.statusCode ?? 0));
    });
    sent.on('error', fail).end();
  });

/** Returns the requests whose response has another status. */
async function strays(all: readonly Asked[], allowed: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  const left = all.values();
  const ask = async () => {
    for (const asked of left) {
      const status = await statusOf(asked);
      if (!allowed.includes(status)) found.push(`${asked.method} ${asked.path} → ${status}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return found;
}

const isPublic = ({ path }: Asked) => PUBLIC.includes(path);

describe('without a session', () => {
  test('this test covers every route', () => {
    const all = routes.map(({ method, path }) => `${method} ${path}`);
    for (const some of [
      'GET /api/events',
      'GET /api/export',
      'PUT /api/connectors/x/manifest',
      'POST /api/connections/x/run',
      'DELETE /api/x',
      'GET /',
      'HEAD /x',
      'GET /api/openapi.json',
    ])
      expect(all).toContain(some);
    expect(all.length).toBeGreaterThan(60);
  });

  test('every spelling of every path is refused', async () => {
    const asked = routes
      .filter((route) => !isPublic(route))
      .flatMap(({ method, path }) =>
        spellingsOf(path, `127.0.0.1:${studio.port}`).map((spelling) => ({ method, path: spelling })),
      );
    expect(asked.length).toBeGreaterThan(5_000);
    const sent = isFull ? asked : asked.filter((_, index) => index % SAMPLE === 0);
    expect(await strays(sent, [401, 404])).toEqual([]);
  });

  test('only the files of the login page and the metrics are public', async () => {
    expect(await strays(routes.filter(isPublic), [200])).toEqual([]);
    expect(routes.filter(isPublic).length).toBe(2 * PUBLIC.length);
  });

  test('the metrics are not public behind a proxy', async () => {
    const proxied = await startStudio({
      reach: { proxy: 'https://studio.example.com' },
      metrics: { contentType: 'text/plain', text: async () => 'runs 1' },
    });
    const { status } = await fetch(`${proxied.origin}/metrics`);
    await proxied.close();
    expect(status).toBe(401);
  });
});
