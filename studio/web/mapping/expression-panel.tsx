import { autocompletion, closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import type { Diagnostic } from '@codemirror/lint';
import { type EditorView, keymap, placeholder } from '@codemirror/view';
import { computed } from '@preact/signals';
import { getNodeValue } from 'jsonc-parser';
import { useMemo } from 'preact/hooks';
import type { PreviewTarget } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { CodeEditor } from '../components/code-editor.tsx';
import { Icon } from '../components/icon.tsx';
import { Message, toSentence } from '../components/message.tsx';
import { Panel } from '../components/panel.tsx';
import { EnumTable } from './enum-table.tsx';
import { findNode, parsePointer } from './json-positions.ts';
import { findErrorRange, functionHelp } from './jsonata-help.ts';
import { createCompletion, jsonata } from './jsonata-language.ts';
import type { LineageView } from './lineage.ts';
import { draftKeys } from './manifest-editor.tsx';
import { readExpression } from './manifest-text.ts';
import { editExpression, type MappingModel, removeTarget } from './model.ts';
import { isProblem, TargetStatusMark, UnknownStatusMark } from './target-status.tsx';
import { ValueText } from './value-text.tsx';

type Values = Readonly<Record<string, unknown>>;

interface ExpressionProps {
  readonly mapping: MappingModel;
  readonly lineage: LineageView;
}

/** Mounted editor, for the keyboard shortcuts. */
let editor: EditorView | undefined;

/** Moves the focus to the expression editor. */
export const focusExpression = (): void => editor?.focus();

const leaveEditor = (): boolean => {
  const row = document.querySelector<HTMLElement>('.targets [aria-current] button');
  row?.focus();
  return row !== null;
};

function extensionsFor(mapping: MappingModel, lineage: LineageView) {
  const item = () => {
    const pointer = mapping.item.peek()?.pointer;
    const node = typeof pointer === 'string' ? findNode(lineage.tree.peek(), pointer) : undefined;
    return node && getNodeValue(node);
  };
  return [
    jsonata,
    functionHelp,
    closeBrackets(),
    draftKeys(mapping.draft),
    autocompletion({ override: [createCompletion(item)], icons: false }),
    keymap.of([...completionKeymap, { key: 'Escape', run: leaveEditor }]),
    placeholder('JSONata expression, for example Severity'),
  ];
}

/** Marks the error of the selected expression at its position: of the current item, or of the first item that has it. */
function findExpressionErrors({ selected, item, live }: MappingModel, expression: string): Diagnostic[] {
  const row = selected.value;
  // The last result is about an earlier text while the next one is on its way.
  if (row?.expression !== expression) return [];
  const note = item.value?.notes[row.target] ?? row;
  const problem = note?.code?.startsWith('EXPRESSION_') ? note : undefined;
  const issue = live.problems.value.find(({ path }) => path === row?.pointer);
  const shown = problem?.message === undefined ? issue : problem;
  if (!shown?.message) return [];
  const range = findErrorRange(expression, problem?.position);
  const severity = problem || issue?.severity === 'error' ? 'error' : 'warning';
  return [{ ...range, severity, message: `${toSentence(shown.message)}\n${shown.fix}` }];
}

/** Value that made the expression fail. */
const Offending = ({ value }: { readonly value: string | undefined }) =>
  value === undefined ? null : (
    <span class="offending">
      Value: <code>{value}</code>
    </span>
  );

const Reads = ({ reads }: { readonly reads: readonly string[] }) =>
  reads.length === 0 ? (
    <span class="muted">reads no values</span>
  ) : (
    <span class="muted">
      reads{' '}
      {reads.slice(0, 6).map((read) => (
        <code key={read} class="read">
          {parsePointer(read).join('.')}
        </code>
      ))}
      {reads.length > 6 && ` and ${reads.length - 6} more`}
    </span>
  );

/** Returns true when an enum or a conversion changed the result of the expression. */
const isTranslated = (sources: Values, values: Values | undefined, target: string): boolean =>
  Object.hasOwn(sources, target) && JSON.stringify(sources[target]) !== JSON.stringify(values?.[target]);

function Outcome({ mapping, row }: { readonly mapping: MappingModel; readonly row: PreviewTarget }) {
  const item = mapping.item.value;
  const { target } = row;
  const status = item?.statuses[target] ?? row.status;
  const note = item?.notes[target];
  const sources = item?.sources ?? {};
  return (
    <div class="outcome">
      {item && <span class="muted">Item {mapping.itemIndex.value + 1}</span>}
      {row.total === 0 && !isProblem(row) ? <UnknownStatusMark /> : <TargetStatusMark status={status} />}
      {isTranslated(sources, item?.values, target) && (
        <>
          <ValueText value={sources[target]} />
          <span aria-hidden="true">→</span>
        </>
      )}
      <ValueText value={item?.values[target]} />
      <Reads reads={item?.reads[target] ?? []} />
      {note && (
        <p class={`note note-${isProblem({ status }) ? 'bad' : 'plain'}`}>
          <Message {...note} /> <Offending value={note.offending} />
        </p>
      )}
      {!note && isProblem(row) && (
        <p class="note">
          Other items: <Message message={row.message} fix={row.fix} code={row.code} />{' '}
          <Offending value={row.offending} />
        </p>
      )}
    </div>
  );
}

/** Editor of the selected target: expression, result for the current item, and value table. */
export function ExpressionPanel({ mapping, lineage }: ExpressionProps) {
  const { selected, draft, live } = mapping;
  const text = useMemo(
    () => computed(() => readExpression(draft.text.value, selected.value?.pointer ?? '/') ?? ''),
    [draft, selected],
  );
  const diagnostics = useMemo(() => computed(() => findExpressionErrors(mapping, text.value)), [mapping, text]);
  const extensions = useMemo(() => extensionsFor(mapping, lineage), [mapping, lineage]);
  const row = selected.value;
  const table = live.good.value?.enums.find(({ name }) => name === row?.enum);
  const onEdit = (expression: string) => {
    const target = selected.peek();
    if (target) editExpression(mapping, target, expression);
  };
  return (
    <Panel
      title={row?.target ?? 'Expression'}
      class="panel-expression"
      note="JSONata, evaluated per item"
      tools={
        row &&
        row.expression !== null && (
          <Button kind="icon" label={`Remove ${row.target} from the map`} onClick={() => removeTarget(mapping, row)}>
            <Icon name="trash" />
          </Button>
        )
      }
    >
      <div class="panel-scroll">
        <div class="expression">
          <CodeEditor
            label="Expression"
            bare
            text={text}
            onEdit={onEdit}
            extensions={extensions}
            diagnostics={diagnostics}
            onView={(view) => {
              editor = view;
            }}
          />
        </div>
        {row && <Outcome mapping={mapping} row={row} />}
        {table && <EnumTable mapping={mapping} table={table} />}
      </div>
    </Panel>
  );
}
