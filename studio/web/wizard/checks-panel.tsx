import { connections } from '../api/platform.ts';
import type { Check } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { copyText } from '../components/copy.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatFix } from '../components/fix-text.ts';
import { formatDuration } from '../components/format-time.ts';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { toSentence } from '../components/message.tsx';
import { Panel } from '../components/panel.tsx';
import { CHECKS } from './check-list.ts';
import type { Wizard } from './model.ts';
import { buildChanges, mergeSecrets } from './request.ts';

interface ChecksProps {
  readonly wizard: Wizard;
}

/** Runs the five checks for the current settings. If the form is invalid, focuses the first invalid field instead. */
export async function runConnectionTest(wizard: Wizard): Promise<void> {
  wizard.touched.value = 'all';
  const missing = Object.keys(wizard.problems.value);
  if (missing.length > 0) {
    queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return;
  }
  const { editing, connector, draft } = wizard;
  await wizard.checks.run((id) =>
    editing
      ? connections.checkSaved(editing.id, { id, changes: buildChanges(wizard) })
      : connections.check({
          id,
          connector: connector.connector.id,
          settings: mergeSecrets(wizard),
          filters: draft.value.filters,
        }),
  );
}

const SIGNS = { passed: '✓', failed: '✕', skipped: '–', going: '◐', waiting: '○' } as const;
type Look = keyof typeof SIGNS;

const STATUSES: Readonly<Record<Look, string>> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'not run',
  going: 'running…',
  waiting: '',
};

const formatLook = (check: Check | undefined, look: Look): string =>
  check?.status === 'skipped' && check.code !== null ? 'not applicable' : STATUSES[look];

const Evidence = ({ evidence }: { readonly evidence: Check['evidence'] }) => (
  <dl class="check-evidence">
    {Object.entries(evidence).map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);

interface RowProps {
  readonly at: number;
  readonly check: Check | undefined;
  readonly look: Look;
}

function Row({ at, check, look }: RowProps) {
  const { title = '', description = '' } = CHECKS[at] ?? {};
  const curl = check?.curl;
  return (
    <li class={`check check-${look}`}>
      <span class="check-sign" aria-hidden="true">
        {SIGNS[look]}
      </span>
      <div class="check-body">
        <p class="check-head">
          <b>{title}</b>
          <span class="check-word">{formatLook(check, look)}</span>
          <span class="grow" />
          {check && look !== 'skipped' && <span class="mono muted">{formatDuration(check.ms)}</span>}
        </p>
        {check && look !== 'skipped' ? (
          <p class={look === 'failed' ? 'check-cause' : 'muted'}>{toSentence(check.message)}</p>
        ) : (
          <p class="muted">{check?.code ? toSentence(check.message) : description}</p>
        )}
        {check && look === 'failed' && (
          <p class="check-fix">
            <b>Fix:</b> {formatFix(check)} {check.code && <code>{check.code}</code>}
          </p>
        )}
        {check && <Evidence evidence={check.evidence} />}
        {curl && (
          <Button kind="quiet" title="Secrets are replaced by $NAME" onClick={() => void copyText(curl, 'the request')}>
            Copy as curl
          </Button>
        )}
      </div>
    </li>
  );
}

function Outcome({ wizard }: ChecksProps) {
  const { checks, isTested } = wizard;
  const record = checks.record.value;
  return (
    <>
      {checks.error.value && <ErrorPanel error={checks.error.value} />}
      {record && (
        <div class="check-record">
          <p>
            <b>Mapped sample record</b> <span class="muted">read from the vendor</span>
          </p>
          <JsonText label="Mapped sample record" value={record} />
        </div>
      )}
      {isTested.value && !checks.isGoing.value && (
        <p class="check-verdict check-verdict-ok">
          <Icon name="check" /> Connection tested.
        </p>
      )}
      {checks.isStale.value && <p class="check-verdict">The settings changed after the test. Test again.</p>}
    </>
  );
}

const formatSummary = ({ checks }: Wizard): string => {
  const failed = checks.ended.value.find(({ status }) => status === 'failed');
  if (checks.isGoing.value) return `${checks.ended.value.length} of ${CHECKS.length}`;
  if (failed) return `${failed.title} failed`;
  return checks.ended.value.length === 0 ? `all ${CHECKS.length} checks must pass` : `all ${CHECKS.length} passed`;
};

/** Panel of the connection test: five checks that run one after the other until one fails. */
export function ChecksPanel({ wizard }: ChecksProps) {
  const { ended, isGoing } = wizard.checks;
  const lookOf = (check: Check | undefined, at: number): Look =>
    check?.status ?? (isGoing.value && at === ended.value.length ? 'going' : 'waiting');
  return (
    <Panel
      title="Test connection"
      class="checks-panel"
      note={
        <span role="status" aria-live="polite">
          {formatSummary(wizard)}
        </span>
      }
      tools={
        <Button
          kind={wizard.isTested.value ? 'plain' : 'primary'}
          disabled={isGoing.value}
          onClick={() => void runConnectionTest(wizard)}
        >
          {isGoing.value ? 'Testing…' : ended.value.length === 0 ? 'Test connection' : 'Test again'}
        </Button>
      }
    >
      <ol class="checks">
        {CHECKS.map(({ id }, at) => {
          const check = ended.value.find((one) => one.id === id);
          return <Row key={id} at={at} check={check} look={lookOf(check, at)} />;
        })}
      </ol>
      <Outcome wizard={wizard} />
    </Panel>
  );
}
