import { compileExpression } from '../../language/expression/index.ts';
import type { Capture } from '../../manifest/types.generated.ts';

/** An answer as captures see it: header names in lower case, `set-cookie` one a line, the body as JSON. */
export interface CaptureSource {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The value of the cookie that an answer sets last under this name. */
const findCookie = (headers: CaptureSource['headers'], name: string): string | undefined => {
  const pairs = (headers['set-cookie'] ?? '').split('\n').map((line) => line.split(';', 1)[0]?.trim() ?? '');
  return pairs.findLast((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
};

/** Compiles where a value stands in an answer; undefined where it has none. Throws EXPRESSION_SYNTAX. */
export const compileCapture = (capture: Capture): ((answer: CaptureSource) => Promise<unknown>) => {
  if (typeof capture === 'string') {
    const expression = compileExpression(capture);
    return async ({ body }) => expression.evaluate(body, {});
  }
  if ('header' in capture) return async ({ headers }) => headers[capture.header.toLowerCase()];
  return async ({ headers }) => findCookie(headers, capture.cookie);
};
