import type { PreviewEnum } from '../api/types.generated.ts';
import { formatCount } from '../components/format-count.ts';
import { Select } from '../components/select.tsx';
import { fixEnum, type MappingModel } from './model.ts';
import './enum-table.css';

type EnumValue = PreviewEnum['values'][number];

interface EnumTableProps {
  readonly mapping: MappingModel;
  readonly table: PreviewEnum;
}

const Times = ({ count }: { readonly count: number }) => (
  <span class="enum-count">{count === 0 ? 'unused' : `×${count}`}</span>
);

const Unmapped = ({ mapping, table, value }: EnumTableProps & { readonly value: EnumValue }) => {
  const choose = (chosen: string) => {
    const to = table.choices.find((choice) => String(choice) === chosen);
    if (to !== undefined) fixEnum(mapping, table.pointer, { literal: value.literal, to });
  };
  return (
    <li class="enum-value enum-unmapped">
      <span aria-hidden="true">≠</span>
      <b>{value.literal}</b>
      <Times count={value.count} />
      <span aria-hidden="true">→</span>
      <Select
        label={`Target value for ${value.literal}`}
        tone="warn"
        value=""
        placeholder="Select…"
        choices={table.choices.map((choice) => ({ value: String(choice), title: String(choice) }))}
        onChange={choose}
      />
    </li>
  );
};

const Mapped = ({ value }: { readonly value: EnumValue }) => (
  <li class={`enum-value ${value.count === 0 ? 'enum-unseen' : ''}`}>
    {value.literal} <span aria-hidden="true">→</span> <b>{value.to}</b>
    <Times count={value.count} />
  </li>
);

/** Value table of the selected target with the values of the sample; unmapped values have a select to map them. */
export function EnumTable({ mapping, table }: EnumTableProps) {
  const order = [...table.values].sort(
    (a, b) => Number(a.to !== null) - Number(b.to !== null) || Number(a.count === 0) - Number(b.count === 0),
  );
  const missing = order.filter(({ to }) => to === null).length;
  return (
    <section class="enum" aria-label={`Value table ${table.name}`}>
      <h3>
        Value table <code>{table.name}</code>
        <span class="muted">
          {missing === 0 ? 'all sample values mapped' : `${formatCount(missing, 'value')} unmapped`}
        </span>
      </h3>
      <ul class="enum-values">
        {order.map((value) =>
          value.to === null ? (
            <Unmapped key={value.literal} mapping={mapping} table={table} value={value} />
          ) : (
            <Mapped key={value.literal} value={value} />
          ),
        )}
      </ul>
    </section>
  );
}
