import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import { openServer } from '../../../engine/cli/commands/mcp/mcp.ts';
import { createTaskRunners } from '../../../engine/cli/task-runners.ts';
import { createTerminal } from '../../../engine/cli/terminal.ts';
import { createMcpServer } from '../../../engine/protocol/mcp/index.ts';
import { STRICT } from '../../../engine/workbench/sandbox/index.ts';

/** Result of a tool, as a client sees it. */
export interface Called {
  readonly isError: boolean;
  /** Structured content. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of any shape
  readonly result: any;
  readonly text: string;
}

/** Client that is connected to a server. */
export interface Connected {
  readonly client: Client;
  /** Folder of the server. */
  readonly folder: string;
  call(name: string, args?: object, options?: Parameters<Client['callTool']>[1]): Promise<Called>;
  /** Returns everything that was written to stderr. */
  stderr(): string;
}

/** Calls a tool, and checks its text. */
export const createCaller =
  (client: Client): Connected['call'] =>
  async (name, args = {}, options = {}) => {
    const {
      isError = false,
      structuredContent,
      content,
    } = await client.callTool({ name, arguments: { ...args } }, options);
    const [first] = content;
    return { isError, result: structuredContent, text: first?.type === 'text' ? first.text : '' };
  };

export async function createWorkFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mapwright-mcp-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export interface ServerOptions {
  readonly folder?: string;
  readonly write?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Connects a client to a server in this process, until the test ends. Private addresses are allowed. */
export async function connectClient({ folder, write = false, env = {} }: ServerOptions = {}): Promise<Connected> {
  const root = folder ?? (await createWorkFolder());
  const stderr = new PassThrough();
  const host = { env, stdin: new PassThrough(), stdout: new PassThrough(), stderr };
  const runners = createTaskRunners(STRICT);
  const options = { write, 'allow-private-network': true };
  const { parts } = await openServer(
    { args: [root], options, terminal: createTerminal({ plain: true, host }) },
    runners,
  );
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createMcpServer(parts);
  await server.connect(far);
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(near);
  // The client validates structured content against the output schemas that it has listed.
  await client.listTools();
  onTestFinished(async () => {
    await client.close();
    runners[Symbol.dispose]();
  });
  return { client, folder: root, call: createCaller(client), stderr: () => String(stderr.read() ?? '') };
}
