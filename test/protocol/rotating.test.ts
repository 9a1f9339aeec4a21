import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Manifest } from '../../engine/index.ts';
import { isFull } from '../setup/suite.ts';
import { airbyte, createCommandFolder } from './command-folder.ts';
import { listIds, type Message, pickStates } from './sync-things.ts';
import { createThingScript, MANIFEST } from './thing-vendor.ts';

const ROTATING: Manifest['auth'] = {
  type: 'oauth2',
  grant: 'refresh_token',
  tokenUrl: '{{settings.url}}/token',
  refreshToken: '{{settings.key}}',
  rotates: true,
};

const CATALOG = {
  streams: ['people', 'note'].map((name) => ({ stream: { name }, sync_mode: 'full_refresh' })),
};

test.runIf(isFull)(
  'a refresh token that rotates with every login reaches the next stream and, sealed in the state, the next sync',
  async () => {
    const key = { type: 'string', title: 'Key', writeOnly: true } as const;
    const settings = { ...MANIFEST.settings, properties: { ...MANIFEST.settings.properties, key } };
    const issued = ['first-refresh-token'];
    const { run, add, vendor } = await createCommandFolder(
      { 'catalog.json': CATALOG },
      async (target, request) => {
        if (target !== 'POST /token') return createThingScript()(target, request);
        const given = new URLSearchParams(await text(request)).get('refresh_token');
        if (given !== issued.at(-1)) return { status: 400, json: { error: 'invalid_grant' } };
        issued.push(`refresh-token-${issued.length}`);
        return { json: { access_token: 'access-token', refresh_token: issued.at(-1), expires_in: 3600 } };
      },
      { ...MANIFEST, settings, auth: ROTATING },
    );
    await add({ 'config.json': { settings: { ...vendor.config.settings, key: issued[0] } } });
    let states: unknown[] = [];
    for (const logins of [2, 4, 6]) {
      await add({ 'state.json': states });
      const { code, lines, stdout } = await run(
        ...airbyte('read', '--catalog', 'catalog.json', '--state', 'state.json'),
      );
      const messages = lines as unknown as Message[];
      expect(code).toBe(0);
      expect(listIds(messages, 'note')).toHaveLength(12);
      expect(issued).toHaveLength(1 + logins);
      expect([...issued, 'access-token'].filter((secret) => stdout.includes(secret))).toEqual([]);
      states = pickStates(messages);
    }
  },
);
