import { compileExpression } from '../../language/expression/index.ts';
import type { Capture } from '../../manifest/types.generated.ts';

/** Response as captures see it: lower-case header names, `set-cookie` headers joined by line feeds, parsed JSON body. */
export interface CaptureSource {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Finds the value of a cookie in a response; the last of several with the same name wins. */
const findCookie = (headers: CaptureSource['headers'], name: string): string | undefined => {
  const pairs = (headers['set-cookie'] ?? '').split('\n').map((line) => line.split(';', 1)[0]?.trim() ?? '');
  return pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
};

/**
 * Compiles a capture to a reader that returns undefined when the value is missing. Expressions see the body, and `$status`
 * and `$headers`. Throws EXPRESSION_SYNTAX.
 */
export const compileCapture = (capture: Capture): ((response: CaptureSource) => Promise<unknown>) => {
  if (typeof capture === 'string') {
    const expression = compileExpression(capture);
    return async ({ status, headers, body }) => expression.evaluate(body, { status, headers });
  }
  if ('header' in capture) return async ({ headers }) => headers[capture.header.toLowerCase()];
  return async ({ headers }) => findCookie(headers, capture.cookie);
};
