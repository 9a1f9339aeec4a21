import { useEffect, useRef } from 'preact/hooks';
import type { PreviewTarget } from '../api/types.generated.ts';
import { Chip } from '../components/chip.tsx';
import { formatCount } from '../components/format-count.ts';
import { Kbd } from '../components/kbd.tsx';
import { Loading } from '../components/loading.tsx';
import { Meter } from '../components/meter.tsx';
import { Panel } from '../components/panel.tsx';
import { Select } from '../components/select.tsx';
import { listFreeTargets } from './add-target.tsx';
import type { LineageView } from './lineage.ts';
import { addTarget, type MappingModel, selectTarget } from './model.ts';
import { ItemProblemMark, isProblem, statusTone, TargetStatusMark, UnknownStatusMark } from './target-status.tsx';
import { ValueText } from './value-text.tsx';

interface RowProps {
  readonly row: PreviewTarget;
  readonly mapping: MappingModel;
  readonly lineage: LineageView;
}

/** Longest path that is displayed; a longer one becomes "…", to leave room for the name. */
const MAX_PATH = 12;

/** Name of a target; the path of a nested field is muted. */
const TargetName = ({ target }: { readonly target: string }) => {
  const cut = target.lastIndexOf('.') + 1;
  return (
    <>
      {cut > 0 && <span class="target-path">{cut > MAX_PATH ? '…' : target.slice(0, cut)}</span>}
      {target.slice(cut)}
    </>
  );
};

/** Scrolls the table to a row, below its sticky header; scrollIntoView would also scroll the screen. */
function revealRow(row: HTMLTableRowElement): void {
  const frame = row.closest('.panel-scroll');
  const head = row.closest('table')?.tHead;
  if (!frame || !head) return;
  const [{ top, bottom }, inner] = [row.getBoundingClientRect(), frame.getBoundingClientRect()];
  const above = top - inner.top - head.getBoundingClientRect().height;
  if (above < 0) frame.scrollTop += above;
  else if (bottom > inner.bottom) frame.scrollTop += bottom - inner.bottom;
}

function Row({ row, mapping, lineage }: RowProps) {
  const ref = useRef<HTMLTableRowElement>(null);
  const { target, required, expression, status, filled, total } = row;
  const chosen = mapping.selected.value?.target === target;
  useEffect(() => {
    if (chosen && ref.current) revealRow(ref.current);
  }, [chosen]);
  const item = mapping.item.value;
  const itemStatus = item?.statuses[target];
  const hover = () => {
    mapping.hovered.value = { kind: 'target', target };
  };
  const leave = () => {
    mapping.hovered.value = undefined;
  };
  const lit = lineage.litTargets.value.has(target) ? 'row-lit' : '';
  return (
    <tr
      ref={ref}
      class={lit}
      aria-current={chosen ? 'true' : undefined}
      onMouseEnter={hover}
      onMouseLeave={leave}
      onFocusCapture={hover}
      onBlurCapture={leave}
      onClick={() => selectTarget(target)}
    >
      <th scope="row">
        <button type="button" class="target" title={target}>
          <TargetName target={target} />
          {required && (
            <abbr class="required" title="required">
              *
            </abbr>
          )}
        </button>
      </th>
      <td class="cell-expression" title={expression ?? undefined}>
        {expression === null ? <span class="value-none">not mapped</span> : <span class="mono">{expression}</span>}
        {row.enum !== undefined && <Chip title="Translated by this value table">{row.enum}</Chip>}
      </td>
      <td class="cell-item">
        {itemStatus && isProblem({ status: itemStatus }) && <ItemProblemMark status={itemStatus} />}
        <ValueText value={item?.values[target]} />
      </td>
      <td class="cell-all">
        {total === 0 && !isProblem(row) ? <UnknownStatusMark /> : <TargetStatusMark status={status} />}
      </td>
      <td>
        <Meter
          value={filled}
          of={total}
          tone={total === 0 ? 'plain' : filled === total ? 'ok' : statusTone(status)}
          label={`${filled} of ${total} filled`}
        />
      </td>
    </tr>
  );
}

const AddRow = ({ mapping }: { readonly mapping: MappingModel }) => {
  const free = listFreeTargets(mapping);
  if (free.length === 0) return null;
  const add = (target: string) => target !== '' && addTarget(mapping, target, "''");
  return <Select label="Add target" value="" placeholder="Add target…" choices={free} onChange={add} />;
};

/** Table of targets: source, value in the current item, and, set apart, the status and the number of filled items of all. */
export function TargetsPanel({ mapping, lineage }: { readonly mapping: MappingModel; readonly lineage: LineageView }) {
  const { live, targets } = mapping;
  const { records = 0, rejects = 0, skipped = 0 } = live.good.value?.totals ?? {};
  const rows = targets.value;
  return (
    <Panel
      title="Mapping"
      class="panel-targets"
      note={
        <span class="hints">
          <Kbd keys="j" /> <Kbd keys="k" /> move <Kbd keys="Enter" /> edit
        </span>
      }
      tools={<AddRow mapping={mapping} />}
    >
      <div class={`panel-scroll ${live.error.value ? 'is-stale' : ''}`}>
        {live.good.value === undefined && live.error.value === undefined ? (
          <Loading what="Mapping the sample" />
        ) : (
          <table class="targets">
            <thead>
              <tr>
                <th scope="col">Target</th>
                <th scope="col">Source</th>
                <th scope="col" class="cell-item">
                  Value in item {mapping.itemIndex.value + 1}
                </th>
                <th scope="col" class="cell-all">
                  Status of all
                </th>
                <th scope="col">Filled of all</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.target} row={row} mapping={mapping} lineage={lineage} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <footer class="panel-foot">
        <span>
          {formatCount(records, 'record')} · {formatCount(rejects, 'reject')}
          {skipped > 0 && ` · ${skipped} skipped by where`}
        </span>
        <span class="grow" />
        <span class="required">*</span> required
      </footer>
    </Panel>
  );
}
