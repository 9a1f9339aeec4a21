import type { JsonObject } from '../../../base/json/index.ts';
import { type Component, findComponent, findText, translateByType } from './component.ts';
import { refuse } from './untranslatable.ts';

/** Format of a response, and whether each line becomes a record of its own. */
export interface DecoderPlan {
  readonly decoder?: JsonObject;
  /** Expression that makes the record of an item. */
  readonly item?: string;
  readonly isXml?: true;
}

const nest = (component: Component, container: string): DecoderPlan => {
  const inner = findComponent(component, 'decoder') ?? refuse('"decoder" is missing');
  const { decoder = { type: 'json' }, ...plan } = planDecoder(inner);
  return { ...plan, decoder: { ...decoder, container } };
};

const expandEscapes = (text: string): string => text.replaceAll('\\t', '\t').replaceAll('\\n', '\n');

function planCsv(component: Component): DecoderPlan {
  const delimiter = expandEscapes(findText(component, 'delimiter') ?? ',');
  const encoding = findText(component, 'encoding') ?? 'utf-8';
  const charset = encoding.toLowerCase().replaceAll('_', '-');
  if (delimiter.includes('{{')) refuse('the delimiter is computed');
  return {
    decoder: {
      type: 'csv',
      ...(delimiter === ',' ? {} : { delimiter }),
      ...(['utf-8', 'utf8'].includes(charset) ? {} : { charset }),
      ragged: 'fill',
    },
  };
}

/** Translates the decoder of a retriever. */
export function planDecoder(component: Component | undefined): DecoderPlan {
  if (component === undefined) return {};
  return translateByType<DecoderPlan>(component, {
    JsonDecoder: () => ({}),
    JsonlDecoder: () => ({ decoder: { type: 'ndjson' } }),
    IterableDecoder: () => ({ decoder: { type: 'lines' }, item: '{"record": line}' }),
    XmlDecoder: () => ({ decoder: { type: 'xml' }, isXml: true }),
    CsvDecoder: () => planCsv(component),
    GzipDecoder: () => nest(component, 'gzip'),
    ZipfileDecoder: () => nest(component, 'zip'),
    CompositeRawDecoder: () => planDecoder(findComponent(component, 'parser')),
    JsonParser: () => ({}),
    JsonLineParser: () => ({ decoder: { type: 'ndjson' } }),
    CsvParser: () => planCsv(component),
    GzipParser: () => {
      const { decoder = { type: 'json' }, ...plan } = planDecoder(findComponent(component, 'inner_parser'));
      return { ...plan, decoder: { ...decoder, container: 'gzip' } };
    },
  });
}
