import { isObject, type Json, type JsonObject } from '../../../base/json/index.ts';
import { readOption } from './auth.ts';
import { type Component, findComponent, getType, listComponents, refuseCustom, requireText } from './component.ts';
import { parseJinja } from './jinja/template.ts';
import { type Found, findName, locate, type NameContext } from './locations.ts';
import { pickFree, toName } from './names.ts';
import { addValue, type Part, type RequestDraft } from './request.ts';
import { translateTemplate, writeExpression, writeTemplate } from './templates.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Names of partition values, and the streams of those that are items of a stream. */
export type SourceNames = ReadonlyMap<string, string | undefined>;

/** Parent stream as the children of a stream need it. */
export interface ParentStream {
  /** Name of the stream in the manifest. */
  readonly key: string;
  /** Slices that the parent itself has: visible to the children as the slices of their parent. */
  readonly slices: ReadonlyMap<string, Found>;
  /** Names of its partition values and those of its ancestors. */
  readonly sourceNames: SourceNames;
}

/** Environment of partition routers. */
export interface SliceContext extends NameContext {
  /** Returns the stream of a parent. `keyPath` identifies its items if they have no key of their own. */
  readonly findParent: (config: Component, keyPath: readonly string[]) => ParentStream;
  /** Receives differences to the original. */
  readonly onApproximated: (reason: string) => void;
  /** Names of the sources before it. */
  readonly takenNames: SourceNames;
}

/** Partitions of a stream: their sources, the fields of a slice, and what each request must send of them. */
export interface SlicePlan {
  readonly sources: readonly JsonObject[];
  readonly fields: ReadonlyMap<string, Found>;
  /** Names of the partition values, and those of the parents. */
  readonly names: SourceNames;
  readonly options: readonly { readonly option: Component; readonly field: string }[];
}

const EMPTY: SlicePlan = { sources: [], fields: new Map(), names: new Map(), options: [] };

const merge = (plans: readonly SlicePlan[]): SlicePlan => ({
  sources: plans.flatMap(({ sources }) => sources),
  fields: new Map(plans.flatMap(({ fields }) => [...fields])),
  names: new Map(plans.flatMap(({ names }) => [...names])),
  options: plans.flatMap(({ options }) => options),
});

const RESERVED: ReadonlySet<string> = new Set([
  'settings',
  'filters',
  'cursor',
  'window',
  'job',
  'session',
  'page',
  'file',
  'item',
  'run',
  'status',
  'headers',
  'body',
  'given',
  'request',
]);

/** Returns a name for a partition value that no other source of the stream and no ancestor has. */
const nameSource = (field: string, { takenNames }: SliceContext, own: Iterable<string> = []): string => {
  const taken = new Set([...RESERVED, ...takenNames.keys(), ...own]);
  return pickFree(toName(field, 'value'), (name) => taken.has(name));
};

/** Translates the values of a list router: constants, a list setting, or an expression over the settings. */
function translateValues(value: Json | undefined, context: NameContext): JsonObject {
  if (Array.isArray(value)) {
    const values = (value as Json[]).filter((one) => one !== null && !Array.isArray(one)) as Json[];
    if (values.some((one) => typeof one === 'string' && one.includes('{{'))) {
      const codes = values.map((one) => writeExpression(parseJinja(String(one)), context, 'input').text);
      return { values: { expr: `[${codes.join(', ')}]` } };
    }
    return values.length > 0 ? { values } : refuse('the list of values is empty');
  }
  if (typeof value !== 'string') return refuse('the values are missing');
  const node = parseJinja(value);
  if (node.kind === 'const') return parseList(String(node.value));
  const code = writeExpression(node, context, 'input');
  const [root, name, ...rest] = code.text.split('.');
  if (code.type === 'list' && root === 'settings' && rest.length === 0 && name !== undefined && /^\w+$/.test(name))
    return { setting: name };
  return { values: { expr: `[${code.text}]` } };
}

/** Reads a list that is written as a text. */
function parseList(text: string): JsonObject {
  try {
    const list = JSON.parse(text.replaceAll("'", '"')) as Json;
    if (Array.isArray(list) && list.every((one) => typeof one !== 'object')) return { values: list };
  } catch {
    // Not a list: reported below.
  }
  return refuse('the values are a text that is not a list');
}

function planList(router: Component, context: SliceContext): SlicePlan {
  const field = translateTemplate(requireText(router, 'cursor_field'), context, 'field');
  const as = nameSource(field, context);
  const option = findComponent(router, 'request_option');
  return {
    names: new Map([[as, undefined]]),
    sources: [{ ...translateValues(router['values'] as Json | undefined, context), as }],
    fields: new Map([[field, locate([as], 'unknown', false)]]),
    options: option ? [{ option, field }] : [],
  };
}

/** Splits a path of the original: steps are separated by slashes. */
const splitPath = (path: string): string[] => path.split('/').filter((step) => step !== '');

function planParent(config: Component, context: SliceContext): SlicePlan {
  const keyPath = splitPath(translateTemplate(requireText(config, 'parent_key'), context, 'key'));
  const field = translateTemplate(requireText(config, 'partition_field'), context, 'field');
  const parent = context.findParent(config, keyPath);
  const as = nameSource(parent.key.replace(/_list$/, ''), context, parent.sourceNames.keys());
  const extra = Array.isArray(config['extra_fields']) ? (config['extra_fields'] as Json[]) : [];
  const extraFields = extra.flatMap((path): [string, Found][] => {
    const steps = Array.isArray(path) ? path.map(String) : [String(path)];
    return [
      [`extra_fields.${steps.join('.')}`, locate([as, ...steps])],
      ...(steps[0] === undefined ? [] : [[`extra_fields.${steps[0]}`, locate([as, steps[0]])] as [string, Found]]),
    ];
  });
  const inherited = [...parent.slices].flatMap(([name, found]): [string, Found][] =>
    name.startsWith('extra_fields.') ? [] : [[`parent_slice.${name.replace(/^parent_slice\./, '')}`, found]],
  );
  const option = findComponent(config, 'request_option');
  return {
    names: new Map([...parent.sourceNames, [as, parent.key]]),
    sources: [{ parent: parent.key, as }],
    fields: new Map([...inherited, ...extraFields, [field, locate([as, ...keyPath], 'unknown', false)]]),
    options: option ? [{ option, field }] : [],
  };
}

/** Parents one after the other: a union of their values. */
function planSubstream(router: Component, context: SliceContext): SlicePlan {
  const configs = listComponents(router, 'parent_stream_configs');
  const [first, ...others] = configs.map((config) => ({ config, plan: planParent(config, context) }));
  if (!first) return refuse('it has no parents');
  if (others.length === 0) return first.plan;
  const field = requireText(first.config, 'partition_field');
  if (
    others.some(({ config, plan }) => requireText(config, 'partition_field') !== field || hasExtras(plan)) ||
    hasExtras(first.plan)
  )
    return refuse('its parents have different fields');
  const names = new Map([first, ...others].flatMap(({ plan }) => [...plan.names]));
  const as = nameSource(field, context, names.keys());
  const union = [first, ...others].map(({ config, plan }) => ({
    parent: String(plan.sources[0]?.['parent']),
    value: writePathOf(splitPath(requireText(config, 'parent_key'))),
  }));
  return {
    sources: [{ union, as }],
    fields: new Map([[field, locate([as], 'unknown', false)]]),
    names: new Map([...names, [as, undefined]]),
    options: first.plan.options,
  };
}

const hasExtras = ({ fields }: SlicePlan): boolean =>
  [...fields.keys()].some((name) => name.startsWith('extra_fields.'));

const writePathOf = (steps: readonly string[]): string =>
  steps.map((step) => (/^[A-Za-z_]\w*$/.test(step) ? step : `\`${step}\``)).join('.');

/** Several values of a router per partition. */
function planGroups(router: Component, context: SliceContext): SlicePlan {
  const inner =
    findComponent(router, 'underlying_partition_router') ?? refuse('"underlying_partition_router" is missing');
  const { sources, fields, names, options } = planRouter(inner, context);
  const [source, ...rest] = sources;
  const [field] = [...fields].filter(([name]) => !name.includes('.'));
  if (
    !source ||
    rest.length > 0 ||
    !field ||
    field[1].kind !== 'location' ||
    hasExtras({ sources, fields, names, options })
  )
    return refuse('the grouped values have several fields');
  const [, ...path] = field[1].location.path;
  const batch = Number(router['group_size']);
  const as = nameSource(field[0], context, names.keys());
  return {
    names: new Map([...names, [as, undefined]]),
    sources: [
      {
        ...source,
        as,
        ...(path.length > 0 ? { value: writePathOf(path.map(String)) } : {}),
        batch: Number.isInteger(batch) && batch > 0 ? batch : refuse('"group_size" is not a number'),
      },
    ],
    fields: new Map([[field[0], locate([as], 'list', false)]]),
    options,
  };
}

function planUnion(router: Component, context: SliceContext): SlicePlan {
  const field = requireText(router, 'partition_field');
  const plans = listComponents(router, 'partition_routers').map((one) => planRouter(one, context));
  const names = new Map(plans.flatMap((plan) => [...plan.names]));
  const as = nameSource(field, context, names.keys());
  const union = plans.flatMap(({ sources, fields }) => {
    const [source] = sources;
    const [found] = [...fields.values()];
    if (!source || sources.length > 1 || found?.kind !== 'location') return refuse('its values have several fields');
    const { as: _, ...member } = source;
    const [, ...path] = found.location.path;
    return [{ ...member, ...(path.length > 0 ? { value: writePathOf(path.map(String)) } : {}) }];
  });
  return {
    sources: [{ union, as } as JsonObject],
    fields: new Map([[field, locate([as], 'unknown', false)]]),
    names: new Map([...names, [as, undefined]]),
    options: [],
  };
}

const ROUTERS: Readonly<Record<string, (router: Component, context: SliceContext) => SlicePlan>> = {
  ListPartitionRouter: planList,
  SubstreamPartitionRouter: planSubstream,
  GroupingPartitionRouter: planGroups,
  UnionPartitionRouter: planUnion,
  CartesianProductStreamSlicer: (router, context) => planProduct(listComponents(router, 'stream_slicers'), context),
};

function planRouter(router: Component, context: SliceContext): SlicePlan {
  refuseCustom(router);
  const plan = Object.hasOwn(ROUTERS, getType(router)) ? ROUTERS[getType(router)] : undefined;
  const own = { ...context, parameters: findComponent(router, '$parameters') ?? context.parameters };
  return plan ? plan(router, own) : refuse(`the component ${getType(router)} is not supported`);
}

/** Plans every combination of the values of several routers. */
function planProduct(routers: readonly Component[], context: SliceContext): SlicePlan {
  const plans: SlicePlan[] = [];
  for (const router of routers) {
    const takenNames = new Map([...context.takenNames, ...plans.flatMap(({ names }) => [...names])]);
    plans.push(planRouter(router, { ...context, takenNames }));
  }
  return merge(
    plans.map((plan) =>
      followAncestor(
        plan,
        plans.filter((other) => other !== plan),
        context,
      ),
    ),
  );
}

/** Uses the ancestor of another router instead of reading the same parent again, which would mix unrelated items. */
function followAncestor(plan: SlicePlan, others: readonly SlicePlan[], { onApproximated }: SliceContext): SlicePlan {
  const [source] = plan.sources;
  if (plan.sources.length !== 1 || source?.['parent'] === undefined) return plan;
  const ancestor = others
    .flatMap(({ names, sources }) => [...names].filter(([name]) => sources.every(({ as }) => as !== name)))
    .find(([, parent]) => parent === source['parent']);
  if (!ancestor) return plan;
  onApproximated(`Only combinations of the same item of "${String(source['parent'])}" are read.`);
  const move = (found: Found): Found =>
    found.kind === 'location' && found.location.path[0] === source['as']
      ? { kind: 'location', location: { ...found.location, path: [ancestor[0], ...found.location.path.slice(1)] } }
      : found;
  return { ...plan, sources: [], fields: new Map([...plan.fields].map(([name, found]) => [name, move(found)])) };
}

/** Plans the partitions of a retriever: one router, or the product of several. */
export const planSlices = (retriever: Component, context: SliceContext): SlicePlan => {
  const routers = listComponents(retriever, 'partition_router').filter(
    (router) => isObject(router) && getType(router) !== 'SinglePartitionRouter',
  );
  return routers.length === 0 ? EMPTY : planProduct(routers, context);
};

/** Adds the values of the slice that the routers send. */
export function addSliceOptions(draft: RequestDraft, { options }: SlicePlan, context: NameContext): void {
  for (const { option, field } of options) {
    const { into, name } = readOption(option, context);
    const found = findName(context, 'stream_slice', [field]);
    if (found.kind !== 'location') continue;
    const node = {
      kind: 'item',
      of: { kind: 'name', name: 'stream_slice' },
      key: { kind: 'const', value: field },
    } as const;
    const template = attempt(() => writeTemplate(node, context));
    addValue(
      draft,
      into as Part,
      name,
      'value' in template ? template.value : { expr: writeExpression(node, context, 'input').text },
    );
  }
}
