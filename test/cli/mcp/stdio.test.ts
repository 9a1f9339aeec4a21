import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, onTestFinished, test } from 'vitest';
import { startSmallVendor } from '../../pipeline/run/small-vendor.ts';
import { isFull, pickRows } from '../../setup/suite.ts';
import { MAIN, runMapwright } from '../program.ts';
import { createCaller, createWorkFolder } from './client.ts';

/** Revisions of the protocol: the handshake of 2025, and the stateless one of 2026. */
const REVISIONS = [
  { revision: '2026-07-28', mode: { pin: '2026-07-28' } },
  { revision: '2025-11-25', mode: 'legacy' },
] as const;

test.each(pickRows(REVISIONS))(
  'serves the official client over stdio with revision $revision',
  async ({ revision, mode }) => {
    const folder = await createWorkFolder();
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [MAIN, 'mcp', folder],
      stderr: 'pipe',
    });
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
    await client.connect(transport);
    onTestFinished(() => client.close());
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    expect(client.getInstructions()).toContain('"validate"');
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('read');
    const call = createCaller(client);
    expect((await call('validate', { connector: 'snyk' })).result).toEqual({ valid: true, issues: [] });
    expect((await call('validate', { manifest: {} })).result.valid).toBe(false);
    expect((await call('validate', { connector: 'x' })).result.error.code).toBe('CONNECTOR_UNKNOWN');
  },
);

/** Server in a process of its own, and what it writes. */
interface Spawned {
  readonly child: ChildProcess;
  send(message: object): void;
  /** Lines of stdout until its end. */
  readonly lines: AsyncIterableIterator<string>;
  readonly stderr: Promise<string>;
}

async function spawnServer(args: readonly string[] = []): Promise<Spawned> {
  const child = spawn(process.execPath, [MAIN, 'mcp', await createWorkFolder(), ...args], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    child,
    send: (message) => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    stderr: text(child.stderr),
  };
}

const HELLO = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};

const nextMessage = async ({ lines }: Spawned) => JSON.parse((await lines.next()).value ?? 'null');

test.runIf(isFull)('stdout contains messages only, and the server ends with its standard input', async () => {
  const server = await spawnServer();
  server.send(HELLO);
  expect(await nextMessage(server)).toMatchObject({ id: 1, result: { protocolVersion: '2025-06-18' } });
  server.send({ method: 'notifications/initialized' });
  server.child.stdin?.write('this is not a message\n');
  server.send({ id: 2, method: 'tools/call', params: { name: 'validate', arguments: { connector: 'snyk' } } });
  expect(await nextMessage(server)).toMatchObject({ id: 2, result: { structuredContent: { valid: true } } });
  server.child.stdin?.end();
  expect(await once(server.child, 'exit')).toEqual([0, null]);
  expect(await server.lines.next()).toMatchObject({ done: true });
  expect(await server.stderr).toMatch(/^serving MCP .* read-only, .*\n/);
});

test.runIf(isFull)('SIGTERM ends a server that waits for a vendor', async () => {
  const arrived = Promise.withResolvers<void>();
  const vendor = await startSmallVendor(() => {
    arrived.resolve();
    return new Promise(() => undefined);
  });
  const server = await spawnServer(['--allow-private-network']);
  server.send(HELLO);
  await nextMessage(server);
  server.send({ method: 'notifications/initialized' });
  const config = { settings: { base_url: vendor.origin } };
  const imported = { kind: 'curl', text: `curl ${vendor.origin}/things`, response: '{"things":[{"id":1}]}' };
  server.send({ id: 2, method: 'tools/call', params: { name: 'import', arguments: imported } });
  const { result } = await nextMessage(server);
  const args = { manifest: result.structuredContent.manifest, stream: 'things', config };
  server.send({ id: 3, method: 'tools/call', params: { name: 'read', arguments: args } });
  await arrived.promise;
  server.child.kill('SIGTERM');
  expect(await once(server.child, 'exit')).toEqual([0, null]);
});

test('a folder that cannot be served is a usage error', async () => {
  for (const folder of ['/', './nowhere', MAIN]) {
    const { code, stdout, stderr } = await runMapwright(['mcp', folder]);
    expect([folder, code, stdout]).toEqual([folder, 2, '']);
    expect(stderr).toContain('error USAGE');
  }
});
