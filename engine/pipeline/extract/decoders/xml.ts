import { engineError, isEngineError } from '../../../base/errors/index.ts';
import { describeBody } from '../../../base/json/index.ts';
import type { XmlDecoder } from '../../../manifest/types.generated.ts';
import type { Decode } from '../page.ts';
import { limitBody } from '../slices.ts';
import { decodeBodyText, HEAD } from './text.ts';
import { XmlTree } from './xml-tree.ts';

/** Decodes XML to one value (see `XmlTree`), from which `records` selects the list; a single child is a list of one. */
export const decodeXml: Decode<XmlDecoder> = async function* (_spec, body, page) {
  const tree = new XmlTree();
  let head = '';
  try {
    for await (const text of decodeBodyText(limitBody(body), {
      encodingOf: findDeclaredEncoding,
      refusal: createNotTextError,
    })) {
      head ||= text.slice(0, HEAD);
      tree.write(text);
    }
    page.document = tree.end();
  } catch (error) {
    throw isEngineError(error) ? error : createXmlError(head, tree.isOpen);
  }
  page.envelope = page.document;
  page.loneIsList = true;
  yield [];
};

const findDeclaredEncoding = (head: string): string =>
  /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)/.exec(head)?.[1] ?? 'utf-8';

const createNotTextError = (): Error =>
  engineError('BODY_NOT_XML', { looksLike: 'text in another encoding than it says' });

// The parser's message is dropped because it quotes the body.
function createXmlError(head: string, isCut: boolean): Error {
  if (head.trim() === '') return engineError('BODY_EMPTY');
  if (isCut) return engineError('BODY_TRUNCATED');
  const looks = describeBody(head);
  return engineError('BODY_NOT_XML', { looksLike: looks === 'an XML or HTML document' ? 'damaged XML' : looks });
}
