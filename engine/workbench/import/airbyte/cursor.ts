import type { Json, JsonObject } from '../../../base/json/index.ts';
import { readOption } from './auth.ts';
import { type Component, findComponent, findText, getType, listTexts, refuseCustom, requireText } from './component.ts';
import { translateInstant } from './instants.ts';
import { atom, type Code, quoteText, writePath } from './jinja/code.ts';
import { type Found, locate, type NameContext, toCode } from './locations.ts';
import { addValue, type Part, type RequestDraft } from './request.ts';
import { translateTemplate } from './templates.ts';
import { parseDurationLength, parseTimeForm, type TimeForm } from './time-format.ts';
import { refuse } from './untranslatable.ts';

/** Incremental reads of a stream. */
export interface CursorPlan {
  readonly incremental: JsonObject;
  /** Time windows; left out if no request sends their bounds. */
  readonly window: JsonObject;
  readonly fields: ReadonlyMap<string, Found>;
  /** The same fields for records, if no request sends the bounds of a window. */
  readonly recordFields: ReadonlyMap<string, Found>;
  /** Format in which the original compares times. */
  readonly format: string;
  readonly options: readonly { readonly option: Component; readonly field: string }[];
  /** Differences to the original. */
  readonly approximations: readonly string[];
  /** Condition over an item: it is not older than the start of the first read. */
  readonly isRecent?: string;
}

/** Longest history: one window if the original does not split its reads. */
const WHOLE = 'P1000Y';

interface Bounds {
  readonly form: TimeForm;
  /** True if the end of a window must be moved before the start of the next one. */
  readonly isInclusive: boolean;
}

const formatBound = (text: string, { picture, epoch, format }: TimeForm): Code => {
  if (epoch !== undefined) return atom(`$string($floor((${text}) / ${epoch}))`, 'string');
  if (format === 'date') return atom(`$substring($fromMillis(${text}), 0, 10)`, 'string');
  return atom(`$fromMillis(${text}, ${quoteText(picture ?? '')})`, 'string');
};

/** Bounds of a window as the original formats them. */
function createBounds({ form, isInclusive }: Bounds): { start: Found; end: Found; format: string } {
  if (!isInclusive)
    return {
      start: locate(['window', 'start'], 'string', false),
      end: locate(['window', 'end'], 'string', false),
      format: form.format,
    };
  const bound = (name: 'start' | 'end'): Found =>
    toCode((root) => {
      const millis = `$toMillis(${writePath(root('window'), [name])})`;
      return formatBound(name === 'end' ? `${millis} - 1` : millis, form);
    });
  return { start: bound('start'), end: bound('end'), format: 'rfc3339' };
}

/** Returns the length of the windows, as a duration that may be a template. */
function translateStep(component: Component, context: NameContext): string | undefined {
  const step = findText(component, 'step');
  if (step === undefined) return undefined;
  const template = translateTemplate(step, context, 'Window length');
  if (!template.includes('{{') && parseDurationLength(template) === undefined) refuse(`"${step}" is not a duration`);
  return template;
}

interface Times {
  readonly start: string;
  readonly end: string | undefined;
}

/** Reads start and end: components or texts. */
function translateTimes(component: Component, form: TimeForm, context: NameContext, granularity: number): Times {
  const read = (key: 'start_datetime' | 'end_datetime', shift: number): string | undefined => {
    const value = component[key] as Json | undefined;
    if (value === undefined || value === null || value === '') return undefined;
    const hint = key === 'start_datetime' ? 'Start of the first window' : 'End of the last window';
    if (typeof value === 'string') return translateInstant({ datetime: value }, form, { context, hint, shift });
    const times = findComponent(component, key) ?? refuse(`"${key}" is not a time`);
    const format = findText(times, 'datetime_format');
    return translateInstant(times, format === undefined ? form : parseTimeForm(format), { context, hint, shift });
  };
  return {
    start: read('start_datetime', 0) ?? refuse('"start_datetime" is missing'),
    end: read('end_datetime', granularity),
  };
}

const isFlag = (component: Component, key: string): boolean => findText(component, key) === 'true';

/** Formats in which the vendor's times are read; absent if the engine recognises them. */
function translateReadFormats(formats: readonly string[]): JsonObject {
  const forms = formats.map(parseTimeForm);
  if (forms.every(({ isIso, epoch }) => isIso || epoch !== undefined)) return {};
  const list = [...new Set(forms.map(({ format }) => format))];
  return { readFormat: list.length === 1 ? (list[0] ?? '') : list };
}

const quotePath = (field: string): string => writePath('', [field]);

/** Expression of the start of the first read. */
function writeStart(start: string): string | undefined {
  const [, name] = /^\{\{settings\.(\w+)\}\}$/.exec(start) ?? [];
  return name !== undefined ? `$settings.${name}` : /^\d{4}-/.test(start) ? quoteText(start) : undefined;
}

/** Condition of the original's client-side filter for the first read. */
function writeIsRecent(field: string, start: string): string | undefined {
  const bound = writeStart(start);
  return bound === undefined ? undefined : `$toMillis(${quotePath(field)}) >= $toMillis(${bound})`;
}

/** Bounds of a read without windows: the saved cursor or the start, and now. */
function createRecordBounds(start: string, form: TimeForm): { start: Found; end: Found } {
  const first = writeStart(start);
  const from = toCode(() =>
    first === undefined
      ? refuse('a filter reads a start that no request sends')
      : atom(`($exists($cursor.start) ? $cursor.start : ${formatBound(`$toMillis(${first})`, form).text})`, 'string'),
  );
  return { start: from, end: toCode(() => formatBound('$millis()', form)) };
}

/** Translates a cursor by time. Fails for one without a counterpart. */
export function planCursor(component: Component, context: NameContext, hasParents: boolean): CursorPlan {
  refuseCustom(component);
  if (getType(component) !== 'DatetimeBasedCursor') refuse(`the component ${getType(component)} is not supported`);
  const field = translateTemplate(requireText(component, 'cursor_field'), context, 'cursor');
  if (field.includes('{{')) refuse('the cursor field is computed');
  const form = parseTimeForm(requireText(component, 'datetime_format'));
  const step = translateStep(component, context);
  const granularityText = findText(component, 'cursor_granularity');
  const granularity =
    granularityText === undefined
      ? undefined
      : (parseDurationLength(granularityText) ?? refuse(`"${granularityText}" is not a duration`));
  const isInclusive = step !== undefined && granularity !== undefined && form.resolution >= 1;
  const { start, end } = translateTimes(
    component,
    form,
    context,
    isInclusive ? Math.max(granularity, form.resolution) : 0,
  );
  const bounds = createBounds({ form, isInclusive });
  const names = [
    findText(component, 'partition_field_start') ?? 'start_time',
    findText(component, 'partition_field_end') ?? 'end_time',
  ];
  const lookback = findText(component, 'lookback_window');
  const isClientSide = isFlag(component, 'is_client_side_incremental');
  const listFields = ({ start: from, end: to }: { start: Found; end: Found }) =>
    new Map([
      ['start_time', from],
      ['end_time', to],
      [names[0] ?? '', from],
      [names[1] ?? '', to],
    ]);
  const options = (['start_time_option', 'end_time_option'] as const).flatMap((key, at) => {
    const option = findComponent(component, key);
    return option ? [{ option, field: at === 0 ? 'start_time' : 'end_time' }] : [];
  });
  const scope = hasParents && !isFlag(component, 'global_substream_cursor') ? { scope: 'partition' } : {};
  const recent = isClientSide ? writeIsRecent(field, start) : undefined;
  return {
    incremental: {
      cursor: quotePath(field),
      type: 'datetime',
      ...translateReadFormats(
        listTexts(component, 'cursor_datetime_formats').length > 0
          ? listTexts(component, 'cursor_datetime_formats')
          : [requireText(component, 'datetime_format')],
      ),
      ...scope,
      ...(lookback === undefined ? {} : { lookback: translateTemplate(lookback, context, 'Lookback') }),
      ...(isClientSide ? { clientSide: true } : {}),
      ...(isFlag(component, 'is_data_feed') ? { order: 'descending' } : {}),
    },
    window: { length: step ?? WHOLE, start, ...(end === undefined ? {} : { end }), format: bounds.format },
    fields: listFields(bounds),
    format: form.format,
    recordFields: listFields(createRecordBounds(start, form)),
    options,
    approximations: listApproximations({ form, granularity, granularityText, step, component }),
    ...(recent === undefined ? {} : { isRecent: recent }),
  };
}

interface Facts {
  readonly form: TimeForm;
  readonly granularity: number | undefined;
  readonly granularityText: string | undefined;
  readonly step: string | undefined;
  readonly component: Component;
}

function* findDifferences({ form, granularity, granularityText, step, component }: Facts): Iterable<string> {
  if (step !== undefined && granularity !== undefined && granularity > form.resolution)
    yield `A window ends one unit of the format before the next one, instead of ${granularityText}.`;
  if (step !== undefined && granularity !== undefined && form.resolution < 1)
    yield 'A window ends where the next one starts, so that items at the bound are read twice; their key removes the second one.';
  if (findComponent(component, 'clamping')) yield 'Windows are not aligned to days, weeks or months.';
}

const listApproximations = (facts: Facts): string[] => [...findDifferences(facts)];

/** Adds the bounds of the windows that the cursor sends. Returns false if no request sends them. */
export function addCursorOptions(draft: RequestDraft, { options, fields }: CursorPlan, context: NameContext): void {
  for (const { option, field } of options) {
    const { into, name } = readOption(option, context);
    const found = fields.get(field);
    if (found?.kind === 'location') addValue(draft, into as Part, name, `{{${found.location.path.join('.')}}}`);
    if (found?.kind === 'code')
      addValue(draft, into as Part, name, { expr: found.build((root) => writePath('', [root])).text });
  }
}
