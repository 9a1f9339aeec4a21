import type { JsonObject } from '../../../engine/base/json/index.ts';

/** A small valid manifest, changed by `rest`. */
export const draftOf = (rest: JsonObject): JsonObject => ({
  manifestVersion: 2,
  id: 'acme',
  version: '0.1.0',
  title: 'Acme',
  about: {
    vendor: 'Acme',
    product: 'Acme',
    category: 'Imported',
    integration: 'API',
    direction: 'unidirectional',
    delta: false,
    summary: 'Acme.',
  },
  settings: { type: 'object', properties: {} },
  baseUrl: 'https://api.acme.example',
  allowedHosts: ['https://api.acme.example'],
  auth: { type: 'none' },
  ...rest,
});
