import cookies from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { engineError } from '../../engine/index.ts';
import type { Reach } from './reach.ts';
import { isSecure } from './reach.ts';
import { SESSION_HOURS, type Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route requires no session. All other routes and unknown paths do. */
    readonly isPublic?: true;
  }
}

/** Path of the printed login link. */
export const LOGIN_PATH = '/login';

/** Login operations for the routes. */
export interface Login {
  isLoggedIn(request: FastifyRequest): boolean;
  /** Exchanges a valid code for a session and sets its cookie. Returns false for an invalid code. */
  logIn(request: FastifyRequest, reply: FastifyReply, code: string): boolean;
}

/**
 * Requires a session for every route that is not public. The matched route decides, never the URL: a URL has many
 * spellings, and only the router knows which are equal.
 */
export async function requireLogin(app: FastifyInstance, sessions: Sessions, reach: Reach): Promise<Login> {
  await app.register(cookies);
  const secure = isSecure(reach);
  // Browsers send a cookie to every port of its host: the port in its name keeps several studios on one host apart.
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
