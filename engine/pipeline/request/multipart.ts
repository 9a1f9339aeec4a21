import type { Part, PartSpec } from '../../manifest/types.generated.ts';
import type { BodyContent } from './body.ts';
import { collectRendered, compileClause, type RequestPart, thenRendered } from './value.ts';

interface RenderedPart {
  readonly head: string;
  readonly text: string;
}

// RFC 7578 §4.2: browsers and servers agree on percent-encoding of these characters.
const escapeName = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const formatHead = (name: string, part: Part): string => {
  const { filename, contentType }: Partial<PartSpec> = typeof part === 'object' && 'value' in part ? part : {};
  const file = filename === undefined ? '' : `; filename="${escapeName(filename)}"`;
  const type = contentType === undefined ? '' : `\r\ncontent-type: ${contentType}`;
  return `content-disposition: form-data; name="${escapeName(name)}"${file}${type}`;
};

/** Returns a boundary that occurs in no part. It depends on the parts only, so that the same request has the same body. */
const chooseBoundary = (parts: readonly RenderedPart[]): string => {
  let boundary = 'mapwright-part';
  for (let count = 1; parts.some(({ text }) => text.includes(boundary)); count += 1)
    boundary = `mapwright-part-${count}`;
  return boundary;
};

const joinParts = (parts: readonly RenderedPart[]): BodyContent => {
  const boundary = chooseBoundary(parts);
  const text = parts.map((part) => `--${boundary}\r\n${part.head}\r\n\r\n${part.text}\r\n`).join('');
  return { type: `multipart/form-data; boundary=${boundary}`, text: `${text}--${boundary}--\r\n` };
};

/** Compiles a multipart body (RFC 7578). Parts without a value are left out. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileMultipart = (parts: Readonly<Record<string, Part>>): RequestPart<BodyContent> => {
  const compiled = Object.entries(parts).map(([name, part]) => ({
    head: formatHead(name, part),
    value: compileClause(part, 'text'),
  }));
  const toContent = (texts: readonly (string | undefined)[]) =>
    joinParts(
      compiled.flatMap(({ head }, index) => {
        const text = texts[index];
        return text === undefined ? [] : [{ head, text }];
      }),
    );
  return {
    names: compiled.flatMap(({ value }) => value.names),
    render: (scope, options) =>
      thenRendered(collectRendered(compiled.map(({ value }) => value.render(scope, options))), toContent),
  };
};
