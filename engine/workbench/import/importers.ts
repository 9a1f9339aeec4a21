import { importAirbyte } from './airbyte/index.ts';
import { type CurlSource, readCurl } from './curl/index.ts';
import type { ObservedExchange } from './described.ts';
import { readHar } from './har/index.ts';
import type { ImportedConnector } from './imported.ts';
import { findHost, importObserved } from './observed/index.ts';
import { importOpenapi, readOpenapi } from './openapi/index.ts';
import { readPostman } from './postman/index.ts';
import { importSample, readSample } from './sample/index.ts';

/** Text to import, and what some kinds need in addition. */
export interface ImportSource {
  /** Path of the file, or a name such as "the command", for errors. */
  readonly name: string;
  readonly text: string;
  /** Title of the connector, if the source has none. */
  readonly title?: string;
  /** `airbyte`: files beside the definition by their relative paths. */
  readonly files?: ReadonlyMap<string, string>;
  /** `openapi`: operations to import. Default: all. */
  readonly tags?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
  /** `curl`: body of the response to the first command. */
  readonly response?: string | undefined;
  /** `sample`: entity of the records. */
  readonly entity?: string | undefined;
}

/** Source that was read: its title, and the function that converts it to a connector with an id. */
export interface PlannedImport {
  readonly title: string;
  readonly build: (id: string) => ImportedConnector | Promise<ImportedConnector>;
}

interface Importer {
  /** Expected form, for errors. */
  readonly form: string;
  /** Reads the source. Throws IMPORT_UNREADABLE. */
  readonly plan: (source: ImportSource) => PlannedImport | Promise<PlannedImport>;
}

/** Adds the body as the response of the first request. */
function addResponse({ exchanges }: CurlSource, body: string | undefined): readonly ObservedExchange[] {
  const [first, ...others] = exchanges;
  if (body === undefined || body.trim() === '' || first === undefined) return exchanges;
  return [{ ...first, response: { status: 200, headers: {}, body } }, ...others];
}

const UNTITLED = 'imported';
const DEFAULT_ENTITY = 'finding';

/** Importers by kind of source. */
export const IMPORTERS = {
  airbyte: {
    form: 'a low-code definition of an Airbyte source (manifest.yaml)',
    plan: ({ name, text, title = UNTITLED, files = new Map() }) => ({
      title,
      build: (id) => importAirbyte({ source: name, text, files }, id),
    }),
  },
  openapi: {
    form: 'an OpenAPI 3 or Swagger 2 document',
    plan({ name, text, tags, operations }) {
      const source = readOpenapi(text, name);
      return { title: source.title, build: (id) => importOpenapi(source, id, { tags, operations }) };
    },
  },
  har: {
    form: 'a HAR file',
    plan({ name, text }) {
      const exchanges = readHar(text, name);
      const title = findHost(exchanges);
      return { title, build: (id) => importObserved({ exchanges }, { id, title, source: 'a HAR file' }) };
    },
  },
  curl: {
    form: 'one or more curl commands',
    plan({ text, response }) {
      const source = readCurl(text);
      const exchanges = addResponse(source, response);
      const title = findHost(exchanges);
      return {
        title,
        build: (id) => importObserved({ ...source, exchanges }, { id, title, source: 'a curl command' }),
      };
    },
  },
  postman: {
    form: 'a Postman collection',
    plan({ name, text }) {
      const { title, exchanges } = readPostman(text, name);
      return { title, build: (id) => importObserved({ exchanges }, { id, title, source: 'a Postman collection' }) };
    },
  },
  sample: {
    form: 'a response body in JSON, NDJSON, CSV or XML',
    async plan({ name, text, title = UNTITLED, entity = DEFAULT_ENTITY }) {
      const source = await readSample(text, name);
      return { title, build: (id) => importSample(source, { id, title, entity }) };
    },
  },
} as const satisfies Readonly<Record<string, Importer>>;

export type ImportKind = keyof typeof IMPORTERS;
