import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connectClient } from '../cli/mcp/client.ts';
import { startSmallVendor } from '../pipeline/run/small-vendor.ts';
import { pickRows } from '../setup/suite.ts';
import { CANARIES, findLeaks } from './canaries.ts';
import { createCanaryFolder, ENV, readNewFiles } from './folder.ts';
import { SITUATIONS } from './situations.ts';

/** Config whose settings are references, as the tools require, or not. */
const CONFIGS = (url: string) => ({
  env: { settings: { url, key: { env: 'CANARY_KEY' } } },
  file: { settings: { url, key: { file: 'key.txt' } } },
  value: { settings: { url, key: CANARIES.key } },
  misplaced: { settings: { url, key: { env: CANARIES.key } } },
  open: { settings: { url: { env: 'CANARY_KEY' }, key: { env: 'CANARY_KEY' } } },
});

test.each(pickRows(SITUATIONS, 2))('no result of a tool contains a secret when $situation', async ({ script }) => {
  const vendor = await startSmallVendor(script ?? (() => ({ status: 500 })));
  const folder = await createCanaryFolder(vendor.origin);
  const { call, stderr } = await connectClient({ folder, write: true, env: ENV });
  const codes: Record<string, string | undefined> = {};
  const texts: string[] = [];
  const tell = async (name: string, tool: string, args: object) => {
    const { result, text } = await call(tool, args);
    texts.push(text, JSON.stringify(result));
    codes[name] = result.error?.code;
  };
  for (const [kind, config] of Object.entries(CONFIGS(vendor.origin))) {
    await tell(`check ${kind}`, 'check', { connector: 'connector', config });
    await tell(`read ${kind}`, 'read', { connector: 'connector', stream: 'parts', config });
  }
  await tell('catalogue', 'catalogue', { connector: 'connector' });
  await tell('leaky', 'validate', { connector: 'leaky' });
  const quoted = CANARIES.key.replaceAll("'", "'\\''");
  const text = `curl ${vendor.origin}/things -H 'Authorization: Bearer ${quoted}'`;
  await tell('import', 'import', { kind: 'curl', text, response: '{"things":[{"id":1}]}', folder: 'imported' });
  const written = [...(await readNewFiles(folder))].map(([file, content]) => [join(folder, file), content] as const);
  const leaks = [...texts, stderr(), ...written.map(([, content]) => content)].flatMap(findLeaks);
  expect(leaks).toEqual([]);
  expect(written).not.toEqual([]);
  expect(codes).toMatchObject({
    'check value': 'SECRET_BY_VALUE',
    'read value': 'SECRET_BY_VALUE',
    'check misplaced': 'SETTING_UNRESOLVED',
    'read open': 'SETTING_BY_REFERENCE',
    import: undefined,
  });
});
