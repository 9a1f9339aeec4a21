import type { IncomingMessage } from 'node:http';
import type { Manifest } from '../../../engine/index.ts';
import { type Answer, createSmallManifest, type SmallVendor, startSmallVendor } from './small-vendor.ts';

type Stream = Manifest['streams'][string];
export type Job = NonNullable<Stream['job']>;

/** Answer to each file, whose path is `/<export>/<file>.json`; undefined answers with its items. */
export type AnswerFile = (file: number, target: string) => Answer | undefined | Promise<Answer | undefined>;

/** Vendor with exports, and the host that stores their files. */
export interface ExportVendor {
  readonly api: SmallVendor;
  readonly files: SmallVendor;
  readonly config: SmallVendor['config'];
  /** Requests to both hosts, in order. */
  readonly asked: string[];
}

export interface ExportOptions {
  /** Number of files of each export. */
  readonly files?: number;
  /** Number of polls that answer 202. */
  readonly pending?: number;
  readonly answerFile?: AnswerFile;
  /** Overrides an answer of the API. */
  readonly answerApi?: (target: string, request: IncomingMessage) => Answer | undefined;
}

export const SIGNATURE = 'X-Amz-Signature=ab%2Fc%3D';

/** Items of a file: two of its own, and one that all files repeat. */
export const itemsOf = (file: number) => [{ id: `f${file}-1` }, { id: `f${file}-2` }, { id: 'shared' }];

/** Ids of the records of an export with this number of files, each once, in order. */
export const idsOf = (files: number): string[] => [
  ...new Set(Array.from({ length: files }, (_, file) => itemsOf(file + 1).map(({ id }) => id)).flat()),
];

/**
 * Starts a vendor: POST /exports answers 202 with a Location and no body; its target answers 202, then 200 with the URLs of
 * the files, which another host serves only without an Authorization header.
 */
export async function startExportVendor(options: ExportOptions = {}): Promise<ExportVendor> {
  const { files: count = 3, pending = 0, answerFile = () => undefined, answerApi = () => undefined } = options;
  const asked: string[] = [];
  const attempts = new Map<string, number>();
  const countUp = (key: string): number => {
    attempts.set(key, (attempts.get(key) ?? 0) + 1);
    return attempts.get(key) ?? 0;
  };
  const files = await startSmallVendor(async (target, request) => {
    asked.push(target);
    if (request.headers.authorization !== undefined) return { status: 400 };
    const file = Number(/\/(\d+)\.json/.exec(target)?.[1]);
    return (await answerFile(file, target)) ?? { json: { items: itemsOf(file) } };
  });
  let exports = 0;
  const api = await startSmallVendor((target, request) => {
    asked.push(target);
    const own = answerApi(target, request);
    if (own) return own;
    if (target === 'POST /exports') {
      exports += 1;
      return { status: 202, headers: { location: `/exports/${exports}` } };
    }
    if (target.startsWith('GET') || target.startsWith('/')) {
      const polls = countUp(target);
      if (polls <= pending) return { status: 202 };
      const urls = Array.from(
        { length: count },
        (_, file) => `${files.origin}/${target.split('/').at(-1)}/${file + 1}.json?${SIGNATURE}&n=${polls}`,
      );
      return { json: { urls } };
    }
    return { status: 204 };
  });
  return {
    api,
    files,
    asked,
    config: { settings: { ...api.config.settings, files: files.origin, token: 's3cret-token-value' } },
  };
}

/** Job of that vendor. */
export const EXPORT: Job = {
  create: {
    request: { method: 'POST', path: '/exports', repeatable: false },
    capture: { location: { header: 'Location' } },
  },
  poll: { request: { url: '{{job.location}}' }, capture: { urls: 'urls' } },
  files: { list: 'job.urls', request: { url: '{{file}}', auth: 'none' } },
};

/** Manifest of a stream that reads the exports. */
export function createExportManifest(
  job: Partial<Job> = {},
  stream: Partial<Stream> = {},
  parts: Partial<Manifest> = {},
) {
  const one = { job: { ...EXPORT, ...job }, records: 'items', key: ['id'], paginator: { type: 'none' }, ...stream };
  const small = createSmallManifest({ things: one as Stream }, { findings: 'things' });
  return {
    ...small,
    settings: {
      ...small.settings,
      properties: {
        ...small.settings.properties,
        files: { type: 'string', format: 'uri', title: 'Files' },
        token: { type: 'string', title: 'Token', writeOnly: true },
      },
    },
    allowedHosts: ['{{settings.url}}', '{{settings.files}}'],
    auth: { type: 'bearer', token: '{{settings.token}}' },
    ...parts,
  } as Manifest;
}
