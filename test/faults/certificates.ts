import type { TlsOptions } from 'node:tls';
import { authority, certificateFor, days } from '../io/certificates.ts';
import type { TlsKind } from './case.ts';

/** The name that the vendor has in the tests. */
export const HOST = 'vendor.example';

const root = await authority('Root of the tests');
const good = await certificateFor(HOST, { signer: root });

/** What a client trusts beside its machine's certificates. */
export const TRUSTED = root.cert;

/** The TLS of a server that is good, or wrong in one way. */
export const TLS: Readonly<Record<TlsKind, TlsOptions>> = {
  good,
  selfSigned: await certificateFor(HOST),
  unknownCa: await certificateFor(HOST, { signer: await authority('Stranger') }),
  expired: await certificateFor(HOST, { signer: root, from: days(-9), to: days(-2) }),
  notYetValid: await certificateFor(HOST, { signer: root, from: days(2), to: days(9) }),
  wrongHost: await certificateFor('other.example', { signer: root }),
  tooOld: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
};
