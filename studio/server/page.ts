import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { encode } from 'html-entities';
import { type EngineError, engineError, isEngineError } from '../../engine/index.ts';
import { sendError } from './failure.ts';
import { LOGIN_PATH, type Login } from './login.ts';
import { isFromOtherSite } from './protect.ts';

/** Files of the login page, served without a session. */
const PUBLIC_FILES = ['/login.css', '/tokens.css', '/theme.js', '/favicon.svg'];

/** Names of files in `assets/` contain a hash of their content. Shared caches must not keep what needs a login. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

/** Folder of the built page, and the path of the first screen after a login. */
interface Pages {
  readonly web: string;
  readonly start?: string;
}

interface LoginQuery {
  readonly code?: string;
  readonly next?: string;
}

/** Any path that is not a file's may be a screen: the page does its own routing. */
const isPage = ({ method, url }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^[^?]*\.(?!html\b)[a-z0-9]+(?:\?|$)/i.test(url);

/** Reduces a URL to a path of this studio; never `//host`, which browsers resolve to another site. */
function localPath(text: string): string {
  const { pathname, search } = URL.parse(text, 'http://studio') ?? { pathname: '/', search: '' };
  return `/${pathname.replace(/^\/+/, '')}${search}`;
}

/** Extracts the code from a login link; accepts a plain code, too. */
const codeIn = (text: string): string => /[?&]code=([\w-]+)/.exec(text)?.[1] ?? text.trim();

/** Sends an HTML file of the page, changed by `change`. */
async function sendHtml(reply: FastifyReply, file: string, change = (html: string) => html): Promise<FastifyReply> {
  const html = await readFile(file, 'utf8').catch((error: unknown) => {
    throw engineError('STUDIO_PAGE_MISSING', {}, error);
  });
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(change(html));
}

/** Sends the login page with status 401; a login continues at `next`. */
function askLogin(request: FastifyRequest, reply: FastifyReply, { web, next }: { web: string; next: string }) {
  // A link on another site sends no strict cookie. A reload by this page sends it: a logged-in user sees the page.
  if (isFromOtherSite(request)) reply.header('refresh', '0');
  const isRefused = 'code' in (request.query as object) && request.routeOptions.url === LOGIN_PATH;
  return sendHtml(reply.code(401), join(web, 'login.html'), (html) =>
    html
      .replace('name="next" value="/"', () => `name="next" value="${encode(next)}"`)
      .replace('class="problem" hidden', isRefused ? 'class="problem"' : '$&'),
  );
}

/** Adds GET /login: exchanges the code for a session and redirects to `next`. */
function loginRoute(app: FastifyInstance, { web, start = '/' }: Pages, login: Login): void {
  const querystring = { type: 'object', properties: { code: { type: 'string' }, next: { type: 'string' } } };
  app.get<{ Querystring: LoginQuery }>(
    LOGIN_PATH,
    { schema: { hide: true, querystring }, config: { isPublic: true }, exposeHeadRoute: false },
    async (request, reply) => {
      const { code, next = start } = request.query;
      const isNew = code !== undefined && login.logIn(request, reply, codeIn(code));
      if (isNew || login.isLoggedIn(request))
        return reply.header('cache-control', 'no-store').redirect(localPath(next), 303);
      return askLogin(request, reply, { web, next });
    },
  );
}

/** Adds the page: its files, the login, and index.html for every path that is neither a file nor a route. */
export function addPageRoutes(app: FastifyInstance, pages: Pages, login: Login): void {
  const { web } = pages;
  app.register(async (page) => {
    page.setErrorHandler(async (error: FastifyError | EngineError, request, reply) => {
      if (!isEngineError(error) || error.code !== 'STUDIO_LOGIN_REQUIRED' || !isPage(request))
        return sendError(error, request, reply);
      return askLogin(request, reply, { web, next: request.url });
    });
    page.register(fastifyStatic, {
      root: web,
      index: false,
      dotfiles: 'deny',
      etag: true,
      // Copies that the build compressed.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        if (path.startsWith(join(web, 'assets', sep))) reply.header('cache-control', IMMUTABLE);
      },
    });
    loginRoute(page, pages, login);
    for (const file of PUBLIC_FILES)
      page.get(file, { schema: { hide: true }, config: { isPublic: true } }, (_, reply) => reply.sendFile(file));
    const servePage = (reply: FastifyReply) => sendHtml(reply, join(web, 'index.html'));
    for (const path of ['/', '/index.html'])
      page.get(path, { schema: { hide: true } }, (_request, reply) => servePage(reply));
    page.setNotFoundHandler(async (request, reply) => {
      if (isPage(request)) return servePage(reply);
      throw engineError('STUDIO_ROUTE_UNKNOWN');
    });
  });
}
