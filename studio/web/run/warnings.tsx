import type { RunProgress } from '../api/types.generated.ts';
import { toSentence } from '../components/message.tsx';
import { type Column, Table } from '../components/table.tsx';

type Warning = RunProgress['report']['warnings'][number];

const COLUMNS: readonly Column<Warning>[] = [
  { title: 'Code', kind: 'narrow', cell: ({ code }) => <code>{code}</code> },
  { title: 'Message', kind: 'wide', cell: ({ message }) => toSentence(message) },
  { title: 'Location', cell: ({ stream, partition }) => [stream, partition].filter(Boolean).join(' · ') },
  { title: 'Count', kind: 'number', cell: ({ count = 1 }) => count },
];

/** Tab with the warnings of a run. */
export const Warnings = ({ run }: { readonly run: RunProgress }) =>
  run.report.warnings.length === 0 ? (
    <p class="tab-none">No warnings.</p>
  ) : (
    <Table
      label="Warnings"
      columns={COLUMNS}
      rows={run.report.warnings}
      keyOf={({ code, message, stream, partition }) => [code, message, stream, partition].join(' ')}
    />
  );
