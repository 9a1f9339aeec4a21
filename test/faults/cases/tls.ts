import type { Case, TlsKind } from '../case.ts';
import { createPagedManifest } from '../manifests.ts';

const WRONG: readonly (readonly [TlsKind, NonNullable<Case['outcome']['error']>])[] = [
  ['selfSigned', 'TLS_SELF_SIGNED'],
  ['unknownCa', 'TLS_UNKNOWN_CA'],
  ['expired', 'TLS_EXPIRED'],
  ['notYetValid', 'TLS_NOT_YET_VALID'],
  ['wrongHost', 'TLS_WRONG_HOST'],
  ['tooOld', 'TLS_TOO_OLD'],
];

/** Servers that fail authentication: they receive no request. */
export const TLS_FAULTS: readonly Case[] = [
  { name: 'good', tls: 'good', outcome: {}, check: 'passed' },
  ...WRONG.map(
    ([tls, error]): Case => ({
      name: tls,
      tls,
      outcome: { error, asked: { 'GET /things?page=0': 0 } },
      check: `tls ${error}`,
    }),
  ),
  {
    name: 'a server that is silent during the handshake',
    tls: 'good',
    greetings: 'silent',
    connectTimeoutMs: 200,
    manifest: createPagedManifest({ defaults: { retry: { attempts: 2 } } }),
    outcome: { error: 'TLS_TIMEOUT' },
    check: 'tls TLS_TIMEOUT',
  },
  { name: 'a reset during the handshake, twice', tls: 'good', greetings: ['reset', 'reset'], outcome: {} },
];
