import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';
import { isApi } from './protect.ts';

const TOKEN_PLACE = '<meta name="mapwright-token" content="" />';

const isPage = ({ method, url }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !isApi(url) && !/\.[a-z0-9]+(?:\?|$)/i.test(url);

/** The built page: its files, and for every other address the page itself, with the token that its calls carry. */
export function pageRoutes(
  app: FastifyInstance,
  { web, token }: { readonly web: string; readonly token: string },
): void {
  app.register(fastifyStatic, { root: web, index: false, dotfiles: 'deny', cacheControl: false, etag: true });

  const servePage = async (reply: FastifyReply) => {
    const html = await readFile(join(web, 'index.html'), 'utf8').catch((error: unknown) => {
      throw engineError('STUDIO_PAGE_MISSING', {}, error);
    });
    const page = html.replace(
      /<meta name="mapwright-token" content="[^"]*"\s*\/?>/,
      TOKEN_PLACE.replace('""', `"${token}"`),
    );
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
  };
  for (const path of ['/', '/index.html'])
    app.get(path, { schema: { hide: true } }, (_request, reply) => servePage(reply));
  app.setNotFoundHandler(async (request, reply) => {
    if (isPage(request)) return servePage(reply);
    throw engineError('STUDIO_ROUTE_UNKNOWN');
  });
}
