import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSecret, SEAL_BYTES, sealSecrets, unsealSecrets } from '../../../engine/base/secret/index.ts';
import { revealSecret } from '../../../engine/base/secret/secret.ts';
import { createStateFile, type Manifest } from '../../../engine/index.ts';
import { scaleRuns } from '../../setup/suite.ts';
import { createFolder } from './folder.ts';
import { createSmallManifest, startSmallVendor } from './small-vendor.ts';
import { runSync } from './sync.ts';

const ROTATING: Manifest['auth'] = {
  type: 'oauth2',
  grant: 'refresh_token',
  tokenUrl: '{{settings.url}}/token',
  refreshToken: '{{settings.key}}',
  rotates: true,
};
const THINGS: Manifest['streams'] = {
  things: { request: { path: '/things' }, records: 'items', key: ['id'], paginator: { type: 'none' } },
};

test('a rotating refresh token is sealed in the state, and each is used once', async () => {
  let current = 'first-refresh-token';
  const vendor = await startSmallVendor(async (target, request) => {
    if (target !== 'POST /token') return { json: { items: [{ id: '1' }] } };
    const given = new URLSearchParams(await text(request)).get('refresh_token');
    if (given !== current) return { status: 400, json: { error: 'invalid_grant' } };
    current = `refresh-token-${vendor.asked.length}`;
    return { json: { access_token: 'access', refresh_token: current, expires_in: 3600 } };
  });
  const connector = createSmallManifest(THINGS, { findings: 'things', auth: ROTATING });
  const settings = {
    ...connector.settings,
    properties: { ...connector.settings.properties, key: { type: 'string', title: 'Key', writeOnly: true } },
  } as const;
  const folder = await createFolder();
  const state = join(folder, 'state.json');
  const run = (key: string) =>
    runSync({
      connector: { ...connector, settings },
      vendor,
      to: folder,
      settings: { key },
      stateStore: createStateFile(state),
    });
  for (const _ of [1, 2, 3]) expect((await run('first-refresh-token')).error).toBeNull();
  expect(await readFile(state, 'utf8')).not.toContain(current);
  // Other credentials do not unseal the stored token, so they are used themselves.
  expect((await run('another-token')).error?.code).toBe('AUTH_REJECTED');
});

test('sealed values open only with the same keys, and not after a bit was changed', () => {
  const bytes = fc.uint8Array({ minLength: SEAL_BYTES, maxLength: SEAL_BYTES });
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), { minLength: 1 }), bytes, fc.nat(), (value, keys, random, at) => {
      const sealed = sealSecrets({ token: createSecret(value) }, keys, random);
      const opened = unsealSecrets(sealed, keys)?.['token'];
      expect(opened && revealSecret(opened)).toBe(value);
      expect(unsealSecrets(sealed, [...keys, 'x'])).toBeUndefined();
      const changed = Buffer.from(sealed, 'base64url');
      const place = at % changed.length;
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(unsealSecrets(changed.toString('base64url'), keys)).toBeUndefined();
    }),
    { numRuns: scaleRuns(10), seed: 9 },
  );
});
