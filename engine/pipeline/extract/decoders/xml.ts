import { engineError, isEngineError } from '../../../base/errors/index.ts';
import { describeBody, isObject, readPath } from '../../../base/json/index.ts';
import type { XmlDecoder } from '../../../manifest/types.generated.ts';
import { toCheckedElement } from '../check-text.ts';
import { loadXmlTree } from '../on-demand.ts';
import type { Decode, ParsedPage } from '../page.ts';
import { decodeBodyText, HEAD } from './text.ts';

/**
 * Decodes XML (see `XmlTree`): streams the elements at a plain path. Without a plain path or an element there, the document
 * is one value, from which `records` selects the list; a single child is a list of one.
 */
export const decodeXml: Decode<XmlDecoder> = async function* ({ namespaces = 'keep' }, body, page) {
  const { XmlTree } = await loadXmlTree();
  const tree = new XmlTree({ path: page.path ?? [], local: namespaces === 'strip' });
  let head = '';
  try {
    for await (const text of decodeBodyText(body, createNotTextError)) {
      head ||= text.slice(0, HEAD);
      tree.write(text);
      yield tree.takeItems().map(toCheckedElement);
    }
    page.envelope = tree.end();
    yield tree.takeItems().map(toCheckedElement);
  } catch (error) {
    throw isEngineError(error) ? error : createXmlError(error, head, tree.isOpen);
  }
  page.loneIsList = true;
  if (!tree.hasItems && !isEmptyList(page)) page.document = page.envelope;
};

/** Returns true if the element that should contain the items has no child: an empty list in XML. */
function isEmptyList({ path, envelope }: ParsedPage): boolean {
  if (path === undefined || path.length < 2) return false;
  const parent = readPath(envelope, path.slice(0, -1));
  if (parent === '') return true;
  return isObject(parent) && Object.keys(parent).every((key) => key.startsWith('@'));
}

const createNotXmlError = (looksLike: string): Error => engineError('BODY_NOT_XML', { looksLike });

const createNotTextError = (head: string): Error => {
  const looks = describeBody(head);
  return createNotXmlError(looks === 'an XML document' ? 'text in another charset than it declares' : looks);
};

// The parser's message is dropped because it quotes the body.
function createXmlError(error: unknown, head: string, isCut: boolean): Error {
  if (head.trim() === '') return engineError('BODY_EMPTY');
  if (isCut) return engineError('BODY_TRUNCATED');
  if (String(error).includes('undefined entity')) return createNotXmlError('XML with an unknown entity');
  const looks = describeBody(head);
  return createNotXmlError(looks === 'an XML document' ? 'damaged XML' : looks);
}
