import type { Case } from '../case.ts';
import { AUTH } from './auth.ts';
import { BODIES } from './bodies.ts';
import { CONNECTIONS } from './connections.ts';
import { CONTENTS } from './contents.ts';
import { MACHINE } from './machine.ts';
import { PAGING } from './paging.ts';
import { PAYLOADS } from './payloads.ts';
import { REDIRECTS } from './redirects.ts';
import { STATUSES } from './statuses.ts';
import { TLS_FAULTS } from './tls.ts';

/** All faults, by family. */
export const FAMILIES: Readonly<Record<string, readonly Case[]>> = {
  connections: CONNECTIONS,
  bodies: BODIES,
  contents: CONTENTS,
  paging: PAGING,
  statuses: STATUSES,
  redirects: REDIRECTS,
  logins: AUTH,
  payloads: PAYLOADS,
  certificates: TLS_FAULTS,
  'its own machine': MACHINE,
};
