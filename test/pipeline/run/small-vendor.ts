import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Manifest } from '../../../engine/index.ts';
import { readManifestFile } from '../../manifests/connectors.ts';

/** Response; `reset` resets the connection after the given part of the body. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string | Uint8Array;
  readonly reset?: boolean;
}

/** Received request: raw path and query, after the method if it is not GET. */
export type Script = (target: string, request: IncomingMessage) => Answer | Promise<Answer>;

/** Vendor with scripted responses, and the requested targets. */
export interface SmallVendor {
  readonly origin: string;
  readonly asked: string[];
  readonly config: { readonly settings: Readonly<Record<string, string>> };
}

function send(response: ServerResponse, { status = 200, headers = {}, json, text, reset }: Answer): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json));
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (!reset) response.end(body);
  else response.write(body || ' ', () => response.destroy());
}

/** Starts the vendor on a loopback port; it stops with the test. */
export async function startSmallVendor(script: Script): Promise<SmallVendor> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const target = method === 'GET' ? url : `${method} ${url}`;
    asked.push(target);
    send(response, await script(target, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, asked, config: { settings: { url: origin } } };
}

const FINDING = {
  externalFindingId: { value: 'id', identity: true },
  externalAssetId: "'a'",
  name: 'id',
  severity: '3',
  findingStatus: "'NEW'",
} as const;

const ASSET = {
  externalAssetId: { value: 'id', identity: true },
  assetType: "'WEB_APPLICATION'",
  'assetDetail.name': 'id',
} as const;

/** Creates a manifest with these streams, whose items only need an `id`. `assets` and `findings` name their source streams. */
export function createSmallManifest(
  streams: Manifest['streams'],
  { assets, findings, ...parts }: Partial<Manifest> & { readonly assets?: string; readonly findings?: string },
): Manifest {
  const { about } = readManifestFile('hcl-appscan-dast');
  const extra = {
    url: { type: 'string', format: 'uri', title: 'URL' },
    size: { type: 'integer', title: 'Size', default: 2 },
  } as const;
  return {
    manifestVersion: 2,
    id: 'small',
    version: '1.0.0',
    title: 'Small',
    about,
    settings: { type: 'object', required: ['url'], properties: extra },
    baseUrl: '{{settings.url}}',
    allowedHosts: ['{{settings.url}}'],
    auth: { type: 'none' },
    streams,
    maps: {
      ...(assets ? { asset: { from: assets, to: 'asset', fields: ASSET } } : {}),
      ...(findings ? { finding: { from: findings, to: 'finding', fields: FINDING } } : {}),
    },
    ...parts,
  };
}
