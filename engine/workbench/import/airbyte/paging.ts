import type { Json, JsonObject } from '../../../base/json/index.ts';
import { readOption } from './auth.ts';
import { type Component, findComponent, findText, getType, refuseCustom, requireText } from './component.ts';
import type { JinjaNode } from './jinja/ast.ts';
import { atom, operand, type Step, toTruth, writePath } from './jinja/code.ts';
import { findPath } from './jinja/emit.ts';
import { isTemplate, parseJinja } from './jinja/template.ts';
import { type Found, locate, type NameContext, toCode } from './locations.ts';
import { addValue, type Part, type RequestDraft } from './request.ts';
import { translateTemplate, writeExpression } from './templates.ts';
import { refuse } from './untranslatable.ts';

/** Pagination of a stream, and whether its requests send the position themselves. */
export interface PagingPlan {
  readonly paginator: JsonObject;
  readonly approximations: readonly string[];
}

const NONE: PagingPlan = { paginator: { type: 'none' }, approximations: [] };

/** URL of a link in the Link header. */
const createLink = (rel: string): Found =>
  toCode((root) => {
    const header = writePath(root('page'), ['headers', 'link']);
    return atom(`$match(${header}, /<([^>]*)>[^,]*rel="?${rel.replaceAll(/[^\w-]/g, '')}"?/)[0].groups[0]`, 'string');
  });

/** Names that expressions of a paginator can read in addition to the shared ones. */
export const PAGE_NAMES: Readonly<Record<string, (steps: readonly Step[]) => Found>> = {
  response: (steps) => toCode(() => atom(writePath('', steps))),
  headers: ([name, ...rest]) => {
    if (name === undefined) return toCode((root) => atom(writePath(root('page'), ['headers']), 'dict'));
    if (String(name).toLowerCase() !== 'link')
      return toCode((root) => atom(writePath(root('page'), ['headers', String(name).toLowerCase()]), 'string'));
    const [rel, member] = rest;
    if (rel === undefined) return toCode((root) => atom(writePath(root('page'), ['headers', 'link']), 'links'));
    return member === undefined || member === 'url'
      ? createLink(String(rel))
      : createLinkMember(String(rel), String(member));
  },
  last_record: (steps) => locate(['page', 'lastItem', ...steps]),
  last_page_size: () => locate(['page', 'count'], 'number', false),
  page_size: () => locate(['page', 'size'], 'number', false),
  next_page_token: ([, ...steps]) => locate(['page', 'position', ...steps]),
};

const createLinkMember = (rel: string, member: string): Found =>
  toCode((root) => {
    const header = writePath(root('page'), ['headers', 'link']);
    const [name, value] = [rel, member].map((text) => text.replaceAll(/[^\w-]/g, ''));
    return atom(`$match(${header}, /rel="?${name}"?[^,]*${value}="?([^",;]*)/)[0].groups[0]`, 'string');
  });

const isNextLink = (node: JinjaNode): boolean => {
  const path = findPath(node);
  const [name, rel, member] = (path?.steps ?? []).map((step) => String(step).toLowerCase());
  return path?.root === 'headers' && name === 'link' && rel === 'next' && member === 'url';
};

/** Condition that ends the list because there is no next link, which the paginator sees itself. */
const isNoNextLink = (node: JinjaNode): boolean =>
  node.kind === 'binary' &&
  node.operator === 'not in' &&
  node.left.kind === 'const' &&
  node.left.value === 'next' &&
  findPath(node.right)?.steps[0] === 'link';

/** Size of a page: a number, or a template over the settings. */
function translateSize(strategy: Component, context: NameContext): Json | undefined {
  const size = findText(strategy, 'page_size');
  if (size === undefined) return undefined;
  if (!isTemplate(size))
    return /^\d+$/.test(size) && Number(size) > 0 ? Number(size) : refuse(`the page size "${size}" is not a number`);
  const template = translateTemplate(size, context, 'Page size');
  if (/^\{\{settings\.\w+\}\}$/.test(template)) return template;
  const code = writeExpression(parseJinja(size), context, 'derive');
  return `{{settings.${context.settings.derive('Page size', code.text, 'number')}}}`;
}

const POSITION = '{{page.position}}';

/** Sends the position and the size of the page. The original leaves the position out of the first request. */
function addPaging(
  draft: RequestDraft,
  paginator: Component,
  context: NameContext,
  { isFirstSent, size }: { isFirstSent: boolean; size: Json | undefined },
): void {
  const token = findComponent(paginator, 'page_token_option');
  if (token && getType(token) !== 'RequestPath' && findText(token, 'inject_into') !== 'path') {
    const { into, name } = readOption(token, context);
    addValue(draft, into as Part, name, isFirstSent ? POSITION : { value: POSITION, when: 'page.number > 1' });
  }
  const option = findComponent(paginator, 'page_size_option');
  if (!option || size === undefined) return;
  const { into, name } = readOption(option, context);
  addValue(draft, into as Part, name, size);
}

const isByPath = (paginator: Component): boolean => {
  const token = findComponent(paginator, 'page_token_option');
  return token !== undefined && (getType(token) === 'RequestPath' || findText(token, 'inject_into') === 'path');
};

function planPages(size: Json | undefined, first: number): PagingPlan {
  return {
    paginator: {
      type: 'pageNumber',
      firstPage: first,
      ...(size === undefined ? {} : { size }),
      stop: size === undefined ? ['emptyPage'] : ['shortPage', 'emptyPage'],
    },
    approximations: [],
  };
}

/** Offsets without a page size grow by the items that were read. */
const COUNTED_OFFSETS: PagingPlan = {
  paginator: {
    type: 'cursor',
    from: 'body',
    cursor: '$page.count > 0 ? ($page.position ? $page.position : 0) + $page.count : null',
  },
  approximations: [],
};

const planOffsets = (size: Json): PagingPlan => ({
  paginator: { type: 'offset', limit: size, stop: ['shortPage', 'emptyPage'] },
  approximations: [],
});

function planCursorPages(
  strategy: Component,
  paginator: Component,
  size: Json | undefined,
  context: NameContext,
): PagingPlan {
  const value = parseJinja(requireText(strategy, 'cursor_value'));
  const stopText = findText(strategy, 'stop_condition');
  const stop = stopText === undefined ? undefined : parseJinja(stopText);
  const isByLink = isByPath(paginator);
  if (isByLink && isNextLink(value) && (stop === undefined || isNoNextLink(stop)))
    return { paginator: { type: 'nextUrl', from: 'linkHeader' }, approximations: [] };
  const code = writeExpression(value, context, 'variable');
  if (code.type === 'boolean' || value.kind === 'const') refuse('the position of the next page is a constant');
  const condition =
    stop === undefined
      ? undefined
      : stop.kind === 'const'
        ? refuse('the stop condition is a constant')
        : toTruth(writeExpression(stop, context, 'variable'));
  const expression = condition === undefined ? code.text : `${operand(condition)} ? null : ${operand(code)}`;
  if (isByLink) return { paginator: { type: 'nextUrl', from: 'body', url: expression }, approximations: [] };
  return {
    paginator: { type: 'cursor', from: 'body', cursor: expression, ...(size === undefined ? {} : { size }) },
    approximations: [],
  };
}

/** Context of the pagination: the names of requests, and those of the page that was read. */
export interface PagingContext {
  readonly request: NameContext;
  readonly page: NameContext;
}

const mentionsPosition = (draft: RequestDraft, url: string): boolean =>
  (JSON.stringify([draft.query, draft.headers, draft.form, draft.json, draft.text ?? null]) + url).includes(
    'page.position',
  );

/** Plans the pagination of a retriever and adds its parameters to the request. */
export function planPaging(
  retriever: Component,
  draft: RequestDraft,
  url: string,
  { request, page }: PagingContext,
): PagingPlan {
  const paginator = findComponent(retriever, 'paginator');
  if (!paginator || getType(paginator) === 'NoPagination') return NONE;
  refuseCustom(paginator);
  const strategy = findComponent(paginator, 'pagination_strategy') ?? refuse('"pagination_strategy" is missing');
  refuseCustom(strategy);
  const type = getType(strategy);
  const size = translateSize(strategy, request);
  const isFirstSent = findText(strategy, 'inject_on_first_request') === 'true' && type !== 'CursorPagination';
  addPaging(draft, paginator, request, { isFirstSent, size });
  const hasPosition = isByPath(paginator) || mentionsPosition(draft, url);
  if (!hasPosition)
    return { ...NONE, approximations: ['No request sends the position of the page: only the first page is read.'] };
  if (type === 'PageIncrement')
    return isByPath(paginator)
      ? refuse('the page number is part of the path')
      : planPages(size, Number(findText(strategy, 'start_from_page') ?? 0));
  if (type === 'OffsetIncrement')
    return isByPath(paginator)
      ? refuse('the offset is part of the path')
      : size === undefined
        ? COUNTED_OFFSETS
        : planOffsets(size);
  if (type === 'CursorPagination') return planCursorPages(strategy, paginator, size, page);
  return refuse(`the component ${type} is not supported`);
}
