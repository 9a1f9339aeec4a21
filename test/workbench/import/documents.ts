import type { JsonObject } from '../../../engine/base/json/index.ts';

const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

const listOf = (schema: JsonObject): JsonObject => ({
  responses: { '200': { description: 'ok', content: { 'application/json': { schema } } } },
});

const query = (name: string, rest: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema: { type: 'integer' },
  ...rest,
});

/** An OpenAPI 3 document of a made-up tracker: projects, their issues, and operations that list nothing. */
export const TRACKER: JsonObject = {
  openapi: '3.0.3',
  info: { title: 'Tracker', version: '1' },
  servers: [{ url: 'https://api.tracker.example/v1/' }],
  security: [{ token: [] }],
  paths: {
    '/projects': {
      get: {
        operationId: 'listProjects',
        tags: ['projects'],
        parameters: [
          query('page', { schema: { type: 'integer', default: 1 } }),
          query('per_page', { schema: { type: 'integer', maximum: 50 } }),
        ],
        ...listOf({
          type: 'object',
          properties: {
            projects: { type: 'array', items: ref('Project') },
            meta: { type: 'object', properties: { total_pages: { type: 'integer' } } },
          },
        }),
      },
      post: { operationId: 'createProject', ...listOf(ref('Project')) },
    },
    '/projects/{project_id}': { get: { operationId: 'getProject', ...listOf(ref('Project')) } },
    '/projects/{project_id}/issues': {
      get: {
        operationId: 'listIssues',
        tags: ['issues'],
        parameters: [
          { name: 'project_id', in: 'path', required: true, schema: { type: 'integer' } },
          query('cursor', { schema: { type: 'string' } }),
        ],
        ...listOf({
          type: 'object',
          properties: {
            items: { type: 'array', items: ref('Issue') },
            next_cursor: { type: 'string', nullable: true },
          },
        }),
      },
    },
    '/tenants/{tenant}/events': {
      get: {
        operationId: 'listEvents',
        tags: ['events'],
        parameters: [
          { name: 'kind', in: 'query', required: true, schema: { type: 'string', enum: ['audit', 'login'] } },
        ],
        ...listOf({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }),
      },
    },
  },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Project: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'integer' }, name: { type: 'string', maxLength: 20 }, parent: ref('Project') },
      },
      Issue: {
        allOf: [
          { type: 'object', properties: { id: { type: 'integer' } } },
          { type: 'object', properties: { title: { type: 'string' } } },
        ],
      },
    },
  },
};

/** A document with one list, changed by `rest`. */
export const smallDocument = (rest: JsonObject): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Small', version: '1' },
  servers: [{ url: 'https://api.small.example' }],
  paths: {
    '/things': { get: listOf({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } }) },
  },
  ...rest,
});

/** A document whose only list has these parameters and this response. */
export const listDocument = (
  parameters: readonly JsonObject[],
  properties: JsonObject,
  headers: JsonObject = {},
): JsonObject =>
  smallDocument({
    paths: {
      '/things': {
        get: {
          parameters,
          responses: {
            '200': {
              description: 'ok',
              headers,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      things: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' } } } },
                      ...properties,
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  });
