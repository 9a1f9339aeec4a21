import type { JsonObject } from '../../base/json/index.ts';

const TEXT: JsonObject = { type: 'string' };

/** Error of a call. */
const ERROR: JsonObject = {
  type: 'object',
  description: 'Error of a failed call; isError is true and all other members are absent.',
  required: ['code', 'message', 'fix'],
  properties: {
    code: { ...TEXT, description: 'Stable code of the error catalogue.' },
    message: TEXT,
    pointer: { ...TEXT, description: 'JSON pointer to the cause.' },
    fix: { ...TEXT, description: 'What to do.' },
  },
};

const CUT: JsonObject = {
  type: 'array',
  description: 'Parts that were cut or left out because the result was too long.',
  items: {
    type: 'object',
    properties: {
      pointer: { ...TEXT, description: 'JSON pointer into the result.' },
      kept: { type: 'integer' },
      of: { type: 'integer' },
      unit: { enum: ['characters', 'members'] },
      more: { type: 'integer', description: 'Number of further cuts.' },
    },
  },
};

/** Returns the output schema of a tool. No member is required: a failed call returns `error` only, and parts can be cut. */
export const buildOutputSchema = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties: { ...properties, error: ERROR, cut: CUT },
});
