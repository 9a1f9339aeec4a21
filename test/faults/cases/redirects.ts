import type { Case } from '../case.ts';
import { status } from '../plays.ts';

const createMovedCase = (location: string, code = 302) => status(code, { location });

/** Redirects. */
export const REDIRECTS: readonly Case[] = [
  {
    name: 'a redirect on the same origin',
    fault: createMovedCase('/moved?page=1'),
    pages: [1],
    outcome: { asked: { 'GET /moved?page=1': 1 } },
  },
  {
    name: 'a redirect to another host',
    fault: createMovedCase('{stranger}/things'),
    outcome: { error: 'REDIRECT_REFUSED', attempts: 1 },
  },
  {
    name: 'a redirect to another host, without its scheme',
    fault: createMovedCase('//elsewhere.example/things', 307),
    outcome: { error: 'REDIRECT_REFUSED' },
  },
  {
    name: 'a redirect from https to http',
    tls: 'good',
    fault: createMovedCase('http://vendor.example/things'),
    pages: [0],
    outcome: { error: 'REDIRECT_REFUSED', says: 'from https to http' },
  },
  {
    name: 'a redirect to itself',
    fault: createMovedCase('/things?page=1'),
    pages: [1],
    outcome: { error: 'REDIRECT_REFUSED', attempts: 6 },
  },
  {
    name: 'a redirect to the metadata of a cloud',
    fault: createMovedCase('http://169.254.169.254/latest'),
    outcome: { error: 'REDIRECT_REFUSED' },
    check: 'authorization REDIRECT_REFUSED',
  },
];
