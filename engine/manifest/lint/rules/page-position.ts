import { fromPointer, isObject, type Json } from '../../../base/json/index.ts';
import { type LintContext, pointerTo, type Rule, type Violation } from '../rule.ts';
import { listStreamPaging, type StreamPaging } from '../stream-paging.ts';

const PARAMETERS = ['pageParam', 'offsetParam', 'cursorParam', 'toParam', 'sizeParam', 'limitParam'] as const;
const POSITION_PARAMETERS: readonly string[] = ['pageParam', 'offsetParam', 'cursorParam'];

interface Parameter {
  readonly key: string;
  readonly name: string;
}

const listParameters = ({ paginator }: StreamPaging): Parameter[] =>
  PARAMETERS.flatMap((key) => {
    const name = (paginator as Partial<Record<typeof key, string>>)[key];
    return name === undefined ? [] : [{ key, name }];
  });

const intoOf = ({ paginator }: StreamPaging): string => ('into' in paginator ? (paginator.into ?? 'query') : 'query');

function* findUnsentPositions(context: LintContext): Iterable<Violation> {
  for (const one of listStreamPaging(context)) {
    if (one.paginator.type === 'nextUrl') continue;
    const isSent = listParameters(one).some(({ key }) => POSITION_PARAMETERS.includes(key));
    if (isSent || ['', 'position', 'number', 'previous'].some((member) => one.reads.has(member))) continue;
    yield {
      path: one.path,
      message: 'no request sends the position of the page',
      fix: 'Name the parameter that carries it, or write {{page.position}} in the request.',
    };
  }
}

const BODY_KINDS = ['json', 'form', 'multipart', 'text', 'xml'] as const;

function* findWrongBodies(context: LintContext): Iterable<Violation> {
  for (const one of listStreamPaging(context)) {
    const into = intoOf(one);
    if (into !== 'json' && into !== 'form') continue;
    const other = BODY_KINDS.find((kind) => kind !== into && (one.request as Record<string, unknown>)[kind]);
    if (other === undefined || listParameters(one).length === 0) continue;
    yield {
      path: one.path + pointerTo('into'),
      message: `"into" is ${into}, but the body of the request is ${other}`,
      fix: `Remove "into" and the parameters, and write {{page.position}} in "${other}"; or change the body.`,
    };
  }
}

/** Returns true if a scalar of the body is on the way to the pointer's target. */
function isBlocked(body: Json | undefined, steps: readonly string[]): boolean {
  const [step, ...rest] = steps;
  if (step === undefined || rest.length === 0 || body === undefined) return false;
  if (Array.isArray(body)) return !/^(?:-|\d+)$/.test(step) || isBlocked(body[Number(step)], rest);
  if (!isObject(body)) return true;
  const inner = Object.hasOwn(body, step) ? body[step] : undefined;
  return inner !== undefined && inner !== null && (typeof inner !== 'object' || isBlocked(inner, rest));
}

const findPointerProblem = (one: StreamPaging, name: string): string | undefined => {
  if (!name.startsWith('/')) return undefined;
  if (intoOf(one) !== 'json') return `is a JSON pointer, but "into" is ${intoOf(one)}`;
  const steps = fromPointer(name);
  if (steps === undefined) return 'is not a valid JSON pointer';
  const body = one.request.json as Json | undefined;
  return isBlocked(body, steps) ? 'passes through a value of the body that is not an object' : undefined;
};

function* findWrongPointers(context: LintContext): Iterable<Violation> {
  for (const one of listStreamPaging(context))
    for (const { key, name } of listParameters(one)) {
      const problem = findPointerProblem(one, name);
      if (problem === undefined) continue;
      yield {
        path: one.path + pointerTo(key),
        message: `"${name}" ${problem}`,
        fix: 'Set "into" to "json" and use a pointer into the JSON body such as /variables/after; or use the name of a parameter.',
      };
    }
}

export const PAGE_POSITION_RULES = {
  'paging/position-unsent': {
    sentence: 'Every paginated request sends the position of the page.',
    severity: 'error',
    check: findUnsentPositions,
  },
  'paging/body': {
    sentence: 'Page parameters in a body fit the kind of the body.',
    severity: 'error',
    check: findWrongBodies,
  },
  'paging/pointer': {
    sentence: 'JSON pointers of page parameters lead into the JSON body.',
    severity: 'error',
    check: findWrongPointers,
  },
} as const satisfies Record<string, Rule>;
