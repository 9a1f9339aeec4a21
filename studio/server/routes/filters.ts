import type { FastifyInstance } from 'fastify';
import {
  countFilterMatches,
  countSavedFilterMatches,
  engineError,
  type FilterMatches,
  findFilterIssues,
  formatSuggestion,
  hasErrors,
  invalidManifest,
} from '../../../engine/index.ts';
import { refTo } from '../schemas/index.ts';
import type { Studio } from '../studio.ts';
import { type ById, describeResponses } from './responses.ts';

type Texts = Readonly<Record<string, string>>;

interface TypedFilter {
  readonly Body: { readonly connector: string; readonly filter: string; readonly text: string };
}

interface DraftFilters {
  readonly Body: {
    readonly connector: string;
    readonly settings: Readonly<Record<string, string | number | boolean>>;
    readonly filters: Texts;
  };
}

interface SavedFilters extends ById {
  readonly Body: { readonly filters: Texts };
}

/** Time limit of a filter preview. */
const SECONDS = 20;

/** Adds the preview of filters: the number of items on the vendor's first page with and without them. */
export function addFilterRoutes(app: FastifyInstance, { catalogue, parts }: Studio): void {
  const { ports, platform } = parts;
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());

  const inTime = async (ask: (signal: AbortSignal) => Promise<readonly FilterMatches[]>) => {
    const late = AbortSignal.timeout(SECONDS * 1_000);
    try {
      return { matches: await ask(AbortSignal.any([late, closing.signal])) };
    } catch (error) {
      if (late.aborted) throw engineError('RESPONSE_TIMEOUT', { host: 'the vendor', seconds: SECONDS }, error);
      throw error;
    }
  };

  app.post<TypedFilter>(
    '/api/filter',
    {
      schema: {
        summary: 'Reports the issues of a filter while it is typed',
        body: refTo('FilterRequest'),
        response: describeResponses('FilterResponse'),
      },
    },
    async ({ body: { connector, filter, text } }) => {
      const { manifest, issues } = await catalogue.find(connector);
      if (!manifest) throw invalidManifest(connector, issues);
      const { filters = {} } = manifest;
      const spec = Object.hasOwn(filters, filter) ? filters[filter] : undefined;
      const known = Object.keys(filters);
      if (spec) return { issues: findFilterIssues(spec, text) };
      const meant = formatSuggestion(filter, known);
      throw engineError('FILTER_UNKNOWN', { stream: filter, streams: known.join(', '), meant });
    },
  );

  app.post<DraftFilters>(
    '/api/filters',
    {
      schema: {
        summary: "Counts the items on the vendor's first page with and without filters",
        body: refTo('FiltersRequest'),
        response: describeResponses('FiltersResponse'),
      },
    },
    async ({ body: { connector, settings, filters } }) => {
      const { manifest, issues } = await catalogue.find(connector);
      if (!manifest || hasErrors(issues)) throw invalidManifest(connector, issues);
      return inTime((signal) => countFilterMatches(manifest, { settings, filters }, { ports, signal }));
    },
  );

  app.post<SavedFilters>(
    '/api/connections/:id/filters',
    {
      schema: {
        summary: "Counts the items on the vendor's first page for filters of a saved connection",
        body: refTo('SavedFiltersRequest'),
        response: describeResponses('FiltersResponse'),
      },
    },
    async ({ params, body: { filters } }) =>
      inTime((signal) => countSavedFilterMatches(platform, params.id, { filters, ports, signal })),
  );
}
