import { RENAMABLE, SOURCE_KINDS } from '../../../engine/index.ts';
import { JSON_VALUE, listSchema, type NamedSchema, OPEN_OBJECT, objectSchema, POINTER, refTo, TEXT } from './schema.ts';

const MANIFEST_TEXT = { ...TEXT, maxLength: 1_048_576, description: 'Text of the manifest in the editor.' };

const CONNECTOR_ID = { ...TEXT, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 };

const recordedCase: NamedSchema = {
  $id: 'RecordedCase',
  description: 'Recorded exchanges without secrets, which replay a stream.',
  ...objectSchema({
    name: { ...TEXT, pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
    recording: OPEN_OBJECT,
  }),
};

const draftProposal: NamedSchema = {
  $id: 'DraftProposal',
  description: 'Part of a draft, with the evidence for its value.',
  ...objectSchema({
    part: { ...TEXT, description: 'Name of the part, such as: paginator of "issues".' },
    to: { ...POINTER, description: 'JSON pointer into the manifest.' },
    confidence: {
      enum: ['high', 'medium', 'low'],
      description: 'high: the source states it; medium: several signs agree; low: a guess.',
    },
    reason: TEXT,
  }),
};

const omittedPart: NamedSchema = {
  $id: 'OmittedPart',
  description: 'Part of the source that the draft lacks.',
  ...objectSchema({ part: TEXT, from: TEXT, reason: TEXT }, ['from']),
};

const draftRequest: NamedSchema = {
  $id: 'DraftRequest',
  description: 'Source of a draft. Its secrets become settings; none is stored, logged or returned.',
  ...objectSchema(
    {
      text: { ...TEXT, minLength: 1, description: 'The pasted source; absent for an empty draft.' },
      kind: { enum: [...SOURCE_KINDS], description: 'Detected when absent.' },
      response: { ...TEXT, description: 'Body of the response to a curl command.' },
      entity: {
        ...TEXT,
        pattern: '^[A-Za-z][A-Za-z0-9_]*$',
        maxLength: 40,
        description: 'Entity of the records: asset, finding, or another name, whose records are the items themselves.',
      },
      id: { ...CONNECTOR_ID, description: 'Id of the connector; from the title of the source when absent.' },
    },
    ['text', 'kind', 'response', 'id'],
  ),
};

const draft: NamedSchema = {
  $id: 'Draft',
  description: 'Draft of a connector. It contains no secret of its source.',
  ...objectSchema({
    kind: { enum: [...SOURCE_KINDS, 'empty'] },
    id: TEXT,
    manifest: { ...TEXT, description: 'Text of the manifest.' },
    extent: { enum: ['whole', 'partly', 'nothing'], description: 'Extent to which the source was imported.' },
    cases: listSchema(refTo('RecordedCase')),
    samples: {
      type: 'object',
      additionalProperties: TEXT,
      description: 'Recorded page of each stream, by name, with the ancestors of its items.',
    },
    proposals: listSchema(refTo('DraftProposal')),
    omitted: listSchema(refTo('OmittedPart')),
  }),
};

const streamProposalRequest: NamedSchema = {
  $id: 'StreamProposalRequest',
  ...objectSchema(
    {
      manifest: MANIFEST_TEXT,
      stream: TEXT,
      entity: { enum: ['asset', 'finding'], description: 'Adds a map to this entity.' },
      sample: { ...TEXT, description: 'Body of a response.' },
      recording: { ...OPEN_OBJECT, description: 'Recorded case with a page of the stream.' },
    },
    ['entity', 'sample', 'recording'],
  ),
};

const streamProposal: NamedSchema = {
  $id: 'StreamProposal',
  description: 'Changes that complete a stream, with the evidence for each.',
  ...objectSchema({
    edits: listSchema(
      objectSchema({ to: POINTER, value: { ...JSON_VALUE, description: 'Absent: the member is removed.' } }, ['value']),
    ),
    proposals: listSchema(refTo('DraftProposal')),
    omitted: listSchema(refTo('OmittedPart')),
  }),
};

const renameRequest: NamedSchema = {
  $id: 'RenameRequest',
  ...objectSchema({
    text: MANIFEST_TEXT,
    section: { enum: [...RENAMABLE] },
    from: TEXT,
    to: { ...TEXT, description: 'Name that no other entry of the section has.' },
  }),
};

const renameResponse: NamedSchema = {
  $id: 'RenameResponse',
  ...objectSchema({ text: { ...TEXT, description: 'Text of the manifest with the new name everywhere.' } }),
};

const createRequest: NamedSchema = {
  $id: 'CreateRequest',
  ...objectSchema({
    text: MANIFEST_TEXT,
    cases: { ...listSchema(refTo('RecordedCase')), maxItems: 200 },
  }),
};

const createResponse: NamedSchema = {
  $id: 'CreateResponse',
  ...objectSchema({
    id: TEXT,
    file: { ...TEXT, description: 'Path of the manifest.' },
    cases: { ...listSchema(TEXT), description: 'Names of the saved cases.' },
    skipped: {
      ...listSchema(objectSchema({ name: TEXT, reason: TEXT })),
      description: 'Cases that the edited manifest cannot replay.',
    },
    problems: { ...listSchema(refTo('Issue')), description: 'Warnings.' },
  }),
};

/** Schemas of drafts of connectors. */
export const DRAFT_SCHEMAS: readonly NamedSchema[] = [
  recordedCase,
  draftProposal,
  omittedPart,
  draftRequest,
  draft,
  streamProposalRequest,
  streamProposal,
  renameRequest,
  renameResponse,
  createRequest,
  createResponse,
];
