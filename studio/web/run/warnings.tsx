import type { RunProgress } from '../api/types.generated.ts';
import { toSentence } from '../components/message.tsx';
import { type Column, Table } from '../components/table.tsx';

type Warning = RunProgress['report']['warnings'][number];

const COLUMNS: readonly Column<Warning>[] = [
  { title: 'Code', kind: 'narrow', cell: ({ code }) => <code>{code}</code> },
  { title: 'What', kind: 'wide', cell: ({ message }) => toSentence(message) },
  { title: 'Where', cell: ({ stream, partition }) => [stream, partition].filter(Boolean).join(' · ') },
  { title: 'Times', kind: 'number', cell: ({ count = 1 }) => count },
];

/** What a run could live with. */
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
