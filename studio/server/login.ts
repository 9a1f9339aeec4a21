import cookies from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';
import type { Reach } from './reach.ts';
import { isSecure } from './reach.ts';
import { SESSION_HOURS, type Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a session. Every other route, and every path without a route, requires one. */
    readonly isPublic?: true;
  }
}

/** The path of the printed login link. */
export const LOGIN_PATH = '/login';

/** Logins of one studio, as its routes use them. */
export interface Login {
  isLoggedIn(request: FastifyRequest): boolean;
  /** Logs the browser in when the code is valid. */
  logIn(request: FastifyRequest, reply: FastifyReply, code: string): boolean;
}

/**
 * Requires a session for all that is not public. The matched route decides, never the URL: a URL has many spellings, and
 * the router knows which of them are the same.
 */
export async function requireLogin(app: FastifyInstance, sessions: Sessions, reach: Reach): Promise<Login> {
  await app.register(cookies);
  const secure = isSecure(reach);
  // Browsers send a cookie to every port of a host: a second studio on this machine needs another name.
  const cookieName = ({ socket }: FastifyRequest) => `${secure ? '__Host-' : ''}mapwright-${socket.localPort}`;
  const isLoggedIn = (request: FastifyRequest) => sessions.isOpen(request.cookies[cookieName(request)] ?? '');

  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.isPublic || isLoggedIn(request)) return;
    throw engineError('STUDIO_LOGIN_REQUIRED');
  });
  return {
    isLoggedIn,
    logIn(request, reply, code) {
      const id = sessions.open(code);
      if (id === undefined) return false;
      const maxAge = SESSION_HOURS * 3600;
      reply.setCookie(cookieName(request), id, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge });
      return true;
    },
  };
}
