import {
  COUNT,
  JSON_VALUE,
  listSchema,
  type NamedSchema,
  nullable,
  objectSchema,
  POINTER,
  recordSchema,
  refTo,
  TEXT,
} from './schema.ts';

const targetStatus: NamedSchema = {
  $id: 'TargetStatus',
  description:
    'ok; empty: optional and without a value; missing: required and without a value; unmapped: the enum does not hold it; type: a conversion or the target schema refuses it; error: the expression fails.',
  enum: ['ok', 'empty', 'missing', 'unmapped', 'type', 'error'],
};

const previewRequest: NamedSchema = {
  $id: 'PreviewRequest',
  ...objectSchema(
    {
      manifest: { ...TEXT, maxLength: 1_048_576, description: "The manifest's text, as it is in the editor." },
      map: { ...TEXT, description: 'Name of the map.' },
      sample: {
        ...TEXT,
        description:
          'A whole response body, a list of items, one item, or {"scope": {name: ancestor}, "page" | "items" | "item": …}.',
      },
      base: {
        ...TEXT,
        maxLength: 1_048_576,
        description: 'Text of the manifest whose map is the default; for `changes`.',
      },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 100, description: 'How many items are shown.' },
    },
    ['base', 'limit'],
  ),
};

const previewTarget: NamedSchema = {
  $id: 'PreviewTarget',
  description:
    'One field of the map, over all items. A required target that the map lacks is here too, without expression.',
  ...objectSchema(
    {
      target: { ...TEXT, description: 'Dotted, e.g. findingType.vulnerability.cveId.' },
      required: { type: 'boolean' },
      expression: { ...nullable(TEXT), description: 'JSONata; null where the map has no such field.' },
      pointer: { ...POINTER, description: 'Of the field in the manifest (where it would be, when there is none).' },
      enum: { ...TEXT, description: 'Name of the table that the value goes through.' },
      status: { ...refTo('TargetStatus'), description: 'The worst over all items.' },
      counts: { ...recordSchema(COUNT), description: 'By status: in how many items.' },
      filled: { ...COUNT, description: 'Items in which it has a value that the target takes.' },
      total: { ...COUNT, description: 'Items that the map is for.' },
      code: { ...TEXT, description: 'Of the first item with that status: the code of the error catalogue.' },
      message: TEXT,
      fix: TEXT,
      example: { ...COUNT, description: 'Index of the first item with that status; it may lie behind the shown ones.' },
    },
    ['enum', 'code', 'message', 'fix', 'example'],
  ),
};

const previewReject: NamedSchema = {
  $id: 'PreviewReject',
  description: 'Why an item gives no record.',
  ...objectSchema({ pointer: { ...POINTER, description: 'Into the item.' }, code: TEXT, message: TEXT, fix: TEXT }),
};

const previewItem: NamedSchema = {
  $id: 'PreviewItem',
  ...objectSchema(
    {
      pointer: { ...nullable(POINTER), description: 'Of the item in the sample; null where the records are computed.' },
      skipped: { const: true, description: "The map's where leaves it out." },
      record: {
        type: 'object',
        additionalProperties: true,
        description: 'Absent where the item is rejected or skipped.',
      },
      rejects: {
        ...listSchema(refTo('PreviewReject')),
        description: 'At most one: the first problem, as a run would say it.',
      },
      values: { ...recordSchema(JSON_VALUE), description: 'By target: its value; targets without one are absent.' },
      sources: {
        ...recordSchema(JSON_VALUE),
        description: 'By target that has an enum or a conversion: what the expression gave, before it.',
      },
      statuses: recordSchema(refTo('TargetStatus')),
      notes: {
        ...recordSchema(refTo('ErrorBody')),
        description: 'By target whose status is neither ok nor empty: why, and what to do.',
      },
      reads: {
        ...recordSchema(listSchema(POINTER)),
        description: 'By target: the leaves of the item that were read for it.',
      },
    },
    ['record', 'skipped'],
  ),
};

const LITERAL = { type: ['string', 'number'] };

const previewEnum: NamedSchema = {
  $id: 'PreviewEnum',
  description: 'A value table that the map uses: what it knows and what occurs.',
  ...objectSchema({
    name: TEXT,
    pointer: { ...POINTER, description: 'Of the table’s values in the manifest: add a member there to mend it.' },
    targets: listSchema(TEXT),
    choices: { ...listSchema(LITERAL), description: 'What the target may hold.' },
    policy: {
      enum: ['reject', 'omit', 'pass', 'to'],
      description: 'What becomes of a value that is not in the table.',
    },
    values: listSchema(
      objectSchema({
        literal: TEXT,
        count: COUNT,
        to: { type: ['string', 'number', 'null'], description: 'null: not in the table.' },
      }),
    ),
  }),
};

const previewChange: NamedSchema = {
  $id: 'PreviewChange',
  description: 'A difference of the output against the default map.',
  ...objectSchema({
    target: TEXT,
    from: { ...JSON_VALUE, description: 'null: no value.' },
    to: { ...JSON_VALUE, description: 'null: no value.' },
    count: COUNT,
    of: COUNT,
  }),
};

const previewAnswer: NamedSchema = {
  $id: 'PreviewAnswer',
  ...objectSchema(
    {
      problems: { ...listSchema(refTo('Issue')), description: 'Of the manifest.' },
      error: {
        ...refTo('ErrorBody'),
        description: 'Why nothing was mapped: the sample cannot be read, there is no such map.',
      },
      map: nullable(objectSchema({ name: TEXT, entity: TEXT, from: TEXT, title: TEXT })),
      targets: listSchema(refTo('PreviewTarget')),
      items: listSchema(refTo('PreviewItem')),
      totals: objectSchema({ items: COUNT, records: COUNT, rejects: COUNT, skipped: COUNT }),
      enums: listSchema(refTo('PreviewEnum')),
      unread: {
        ...listSchema(POINTER),
        description: 'Leaves that no target reads, into the items; * stands for any index of a list.',
      },
      read: { ...TEXT, description: 'Leaves that are read, of all: "12/14".' },
      changes: objectSchema(
        {
          groups: listSchema(refTo('PreviewChange')),
          more: { ...COUNT, description: 'Groups that were left off.' },
          error: refTo('ErrorBody'),
        },
        ['error'],
      ),
      ms: { type: 'number', description: "The engine's part, in milliseconds." },
    },
    ['error'],
  ),
};

/** `POST /api/preview`. */
export const PREVIEW_SCHEMAS: readonly NamedSchema[] = [
  targetStatus,
  previewRequest,
  previewTarget,
  previewReject,
  previewItem,
  previewEnum,
  previewChange,
  previewAnswer,
];
