import { expect, test } from 'vitest';
import { renderConnection } from '../../../engine/manifest/docs/guide/connection.ts';
import { generateTypes } from '../../../engine/manifest/docs/types.ts';
import type { Manifest } from '../../../engine/manifest/index.ts';
import { GOOD_TEXT } from '../good.ts';

const MANIFEST: Manifest = {
  ...(JSON.parse(GOOD_TEXT) as Manifest),
  settings: {
    type: 'object',
    required: ['login'],
    properties: {
      regions: { type: 'array', title: 'Regions', items: { type: 'string', enum: ['eu', 'us'] }, default: ['eu'] },
      login: {
        type: 'object',
        title: 'Login',
        oneOf: [
          {
            title: 'API token',
            required: ['token'],
            properties: {
              method: { type: 'string', const: 'token' },
              token: { type: 'string', title: 'Token', writeOnly: true },
            },
          },
          { title: 'Anonymous', properties: { method: { type: 'string', const: 'none' } } },
        ],
      },
    },
  },
};

test('the guide lists lists and choices, with an example of the first choice', () => {
  const guide = renderConnection(MANIFEST).join('\n');
  expect(guide).toContain('| Regions | `regions` | List of strings | no (`["eu"]`) | Values: `eu`, `us`. |');
  expect(guide).toContain('`method` selects one of: `token` (API token), `none` (Anonymous).');
  expect(guide).toContain('| Token | `login.token` | Encrypted string | yes | For API token. |');
  expect(guide).toMatch(/"method": "token",\s+"token": \{\s+"env": "LOGIN_TOKEN"/);
});

test('the types of settings contain lists, and one type per choice', async () => {
  const types = await generateTypes(MANIFEST);
  expect(types).toContain("regions?: ('eu' | 'us')[];");
  expect(types).toMatch(/login:\s+\| \{\s+method: 'token';[\s\S]*token: string;\s+\}\s+\| \{\s+method: 'none';\s+\};/);
});
