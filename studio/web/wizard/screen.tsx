import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { api, toErrorBody } from '../api/client.ts';
import { connections } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { Connection, ConnectorResponse, ErrorBody } from '../api/types.generated.ts';
import { useCommands } from '../app/commands.ts';
import { useLeaveGuard } from '../app/leave-guard.tsx';
import { navigate } from '../app/router.ts';
import type { Params } from '../app/routes.ts';
import { showToast } from '../app/toasts.tsx';
import { Button } from '../components/button.tsx';
import { copyText } from '../components/copy.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';
import { Page } from '../components/page.tsx';
import { runConnectionTest } from './checks-panel.tsx';
import { formatCommand } from './command-line.ts';
import { serializeForm } from './connection-form.ts';
import { readOpenMap, SetupMapEditor } from './map-editor.tsx';
import { createWizard, currentStep, fillExample, goToStep, STEPS, type Wizard } from './model.ts';
import { ProfileStep } from './profile-step.tsx';
import { buildChanges, buildRequest } from './request.ts';
import { ReviewStep } from './review-step.tsx';
import { isNothing, ScopeStep } from './scope-step.tsx';
import './wizard.css';

interface Opened {
  readonly connector: ConnectorResponse;
  readonly editing?: Connection;
}

async function open({ id = '', connection }: Params): Promise<Opened> {
  if (connection === undefined) return { connector: await api.connector(id) };
  const { connection: editing } = await connections.show(connection);
  return { connector: await api.connector(editing.connector), editing };
}

const SCREENS = [ProfileStep, ScopeStep, ReviewStep] as const;

/** Returns true when all steps before `step` are complete. */
function mayOpen(wizard: Wizard, step: number): boolean {
  if (step === 1) return true;
  const first = wizard.isTested.value && Object.keys(wizard.problems.value).length === 0;
  return first && (step === 2 || (!isNothing(wizard) && wizard.isScheduleValid.value));
}

const Steps = ({ wizard, step }: { readonly wizard: Wizard; readonly step: number }) => (
  <nav aria-label="Steps">
    <ol class="steps">
      {STEPS.map((title, at) => (
        <li key={title}>
          <button
            type="button"
            class="step"
            aria-current={at + 1 === step ? 'step' : undefined}
            disabled={!mayOpen(wizard, at + 1)}
            onClick={() => goToStep(at + 1)}
          >
            <span class="step-number">{at + 1 < step ? '✓' : at + 1}</span> {title}
          </button>
        </li>
      ))}
    </ol>
  </nav>
);

/** Creates the save action with its state. */
function createSaving(wizard: Wizard) {
  const failed = signal<ErrorBody | undefined>(undefined);
  const isGoing = signal(false);
  const isSaved = signal(false);
  const save = async () => {
    const { editing } = wizard;
    isGoing.value = true;
    failed.value = undefined;
    try {
      const { connection } = editing
        ? await connections.edit(editing.id, { changes: buildChanges(wizard), revision: editing.revision })
        : await connections.create(buildRequest(wizard));
      wizard.stop();
      isSaved.value = true;
      showToast(`${editing ? 'Saved' : 'Created'} ${connection.name}.`);
      navigate(`/connections/${encodeURIComponent(connection.id)}`);
    } catch (thrown) {
      failed.value = toErrorBody(thrown);
    } finally {
      isGoing.value = false;
    }
  };
  return { failed, isGoing, isSaved, save };
}

type Saving = ReturnType<typeof createSaving>;

/** Returns what to do before the next step opens. */
function findBlocker(wizard: Wizard, step: number): string {
  if (step > 1) return isNothing(wizard) ? 'Select the data to sync.' : 'Correct the schedule.';
  if (!wizard.isTested.value) return 'Test the connection first: all checks must pass.';
  return wizard.problems.value['name'] ?? 'Correct the marked fields.';
}

function Foot({ wizard, step, saver }: { readonly wizard: Wizard; readonly step: number; readonly saver: Saving }) {
  const isLast = step === STEPS.length;
  const canContinue = mayOpen(wizard, step + 1);
  return (
    <footer class="wizard-foot">
      {step > 1 && (
        <Button onClick={() => goToStep(step - 1)}>
          <Icon name="left" /> Back
        </Button>
      )}
      <span class="grow" />
      {!isLast && !canContinue && <span class="muted">{findBlocker(wizard, step)}</span>}
      {isLast ? (
        <Button kind="primary" disabled={saver.isGoing.value} onClick={() => void saver.save()}>
          {wizard.editing ? 'Save' : 'Create'}
        </Button>
      ) : (
        <Button kind="primary" disabled={!canContinue} onClick={() => goToStep(step + 1)}>
          Next: {STEPS[step]} <Icon name="right" />
        </Button>
      )}
    </footer>
  );
}

function useWizardCommands(wizard: Wizard): void {
  useCommands(
    [
      { title: 'Test connection', group: 'Setup', run: () => void runConnectionTest(wizard) },
      { title: 'Copy as CLI', group: 'Setup', run: () => void copyText(formatCommand(wizard), 'the command') },
      ...(wizard.connector.example
        ? [{ title: 'Use the simulated vendor', group: 'Setup', run: () => fillExample(wizard) }]
        : []),
    ],
    [wizard],
  );
}

/** Asks before entered values are lost. The URL keeps the form without secrets, for a reload. */
function useUnsavedForm(wizard: Wizard, saving: Saving): void {
  const { connector, editing, draft, secrets, first } = wizard;
  const isSaved = () => saving.isSaved.peek();
  const hasSecrets = () => Object.keys(secrets.peek()).length > 0;
  useLeaveGuard(
    {
      title: () => editing?.name ?? `the new connection to ${connector.connector.title}`,
      isEdited: () => !isSaved() && (hasSecrets() || serializeForm(draft.peek()) !== serializeForm(first)),
      keeps: ({ pathname }) => pathname === window.location.pathname,
    },
    [wizard, saving],
  );
}

function Opened({ connector, editing }: Opened) {
  const wizard = useMemo(() => createWizard(connector, editing), [connector, editing]);
  const saver = useMemo(() => createSaving(wizard), [wizard]);
  useEffect(() => wizard.stop, [wizard]);
  useWizardCommands(wizard);
  useUnsavedForm(wizard, saver);
  const { id, title } = connector.connector;
  // A link to a later step may open an earlier one: links contain no secrets, so the connection may be untested.
  const step = [currentStep(), 2, 1].find((one) => one <= currentStep() && mayOpen(wizard, one)) ?? 1;
  if (step === 2 && readOpenMap() !== '') return <SetupMapEditor wizard={wizard} />;
  const Step = SCREENS[step - 1] ?? ProfileStep;
  const within = editing
    ? [
        { href: '/connections', title: 'Connections' },
        { href: `/connections/${encodeURIComponent(editing.id)}`, title: editing.name },
      ]
    : [{ href: `/c/${encodeURIComponent(id)}`, title }];
  return (
    <Page
      title={editing ? `Edit ${editing.name}` : `Connect ${title}`}
      within={within}
      tools={<Steps wizard={wizard} step={step} />}
    >
      <Step wizard={wizard} />
      {saver.failed.value && <ErrorPanel error={saver.failed.value} />}
      <Foot wizard={wizard} step={step} saver={saver} />
    </Page>
  );
}

/** Screens `/c/:id/setup` and `/connections/:connection/edit`: setup of a connection in three steps. */
export function Screen({ params }: { readonly params: Params }) {
  const { state, reload } = useResource(JSON.stringify(params), () => open(params));
  if (state.value.kind === 'loading') return <Loading what="Loading the setup" />;
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  return <Opened {...state.value.value} />;
}
