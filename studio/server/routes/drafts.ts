import type { FastifyInstance } from 'fastify';
import type { DraftRequest, Rename, StreamProposalRequest } from '../../../engine/index.ts';
import { createDraftImport } from '../drafts.ts';
import { SAMPLE_BYTES } from '../samples.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { describeResponses } from './responses.ts';

/** HAR files of a browser visit, and the documents of large vendors. */
const SOURCE_BYTES = 32 << 20;

/** Adds the routes that create drafts of connectors; they save nothing. */
export function addDraftRoutes(app: FastifyInstance, { typing, working }: Studio): void {
  const importDraft = createDraftImport();

  app.post<{ Body: DraftRequest }>(
    '/api/drafts',
    {
      bodyLimit: SOURCE_BYTES,
      schema: {
        summary: 'Creates a draft of a connector from a pasted source, or an empty one; saves nothing',
        body: refTo('DraftRequest'),
        response: describeResponses('Draft'),
      },
    },
    ({ body }) => importDraft(body),
  );

  app.post<{ Body: StreamProposalRequest }>(
    '/api/drafts/streams',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Proposes the list, the key, the paginator and the map of a stream from a page of it',
        body: refTo('StreamProposalRequest'),
        response: describeResponses('StreamProposal'),
      },
    },
    ({ body }) => working.call('propose', body),
  );

  app.post<{ Body: Rename & { readonly text: string } }>(
    '/api/drafts/names',
    {
      bodyLimit: SAMPLE_BYTES,
      schema: {
        summary: 'Renames an entry of a manifest, with every reference to it',
        body: refTo('RenameRequest'),
        response: describeResponses('RenameResponse'),
      },
    },
    async ({ body }) => ({ text: await typing.call('rename', body) }),
  );
}
