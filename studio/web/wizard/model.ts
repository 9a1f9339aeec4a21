import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { connections } from '../api/platform.ts';
import type { Connection, ConnectorResponse } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { formatCount } from '../components/format-count.ts';
import { type CheckList, createCheckList } from './check-list.ts';
import { type ConnectionForm, createEmptyForm, createForm, serializeForm } from './connection-form.ts';
import { findProblem, flattenSettings, listSettings, type Setting, type Values } from './settings.ts';

export const STEPS = ['Profile & connection', 'Scope & schedule', 'Review'] as const;

/** State of the setup of a connection. */
export interface Wizard {
  readonly connector: ConnectorResponse;
  /** Connection that is edited; undefined for a new one. */
  readonly editing: Connection | undefined;
  /** Settings that the form shows. */
  readonly settings: readonly Setting[];
  readonly draft: ReadonlySignal<ConnectionForm>;
  /** The form before any change. */
  readonly first: ConnectionForm;
  /** Entered secrets, which are never stored in the browser or in the URL. */
  readonly secrets: Signal<Values>;
  readonly checks: CheckList;
  /** Validation errors by field name. */
  readonly problems: ReadonlySignal<Readonly<Record<string, string>>>;
  /** Fields whose errors are displayed: those that lost the focus, or all after an attempt to continue. */
  readonly touched: Signal<ReadonlySet<string> | 'all'>;
  /** Names of the other connections. */
  readonly takenNames: ReadonlySignal<readonly string[]>;
  /** The server accepts the schedule. */
  readonly isScheduleValid: ReadonlySignal<boolean>;
  /** The checks passed for the current settings. */
  readonly isTested: ReadonlySignal<boolean>;
  /** The host changed, so stored secrets must be entered again. */
  readonly asksAgain: ReadonlySignal<boolean>;
  readonly change: (changes: Partial<ConnectionForm>) => void;
  readonly set: (name: string, value: Values[string] | undefined) => void;
  readonly setSecret: (name: string, value: string) => void;
  readonly stop: () => void;
}

export const MOST_DESCRIPTION = 164;
const WRITE_MS = 250;

const removeValue = (values: Values, name: string): Values =>
  Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));

const setValue = (values: Values, name: string, value: Values[string] | undefined): Values =>
  value === undefined ? removeValue(values, name) : { ...values, [name]: value };

/** Stores the form without secrets in the URL, so that the page can be reloaded and shared. */
function keepInAddress(draft: ReadonlySignal<ConnectionForm>, first: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const text = serializeForm(draft.value);
    clearTimeout(timer);
    timer = setTimeout(() => setQuery({ draft: text === first ? '' : text }), WRITE_MS);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Returns true when a host setting changed: secrets stored for one host must not be sent to another. */
const changesHost = (settings: readonly Setting[], now: Values, before: Values): boolean =>
  settings.some(({ name, secret, format }) => !secret && format === 'uri' && now[name] !== before[name]);

/** Validates the form. Returns messages by field name. */
function findProblems(
  wizard: Pick<Wizard, 'settings' | 'editing' | 'takenNames'>,
  draft: ConnectionForm,
  typed: Values,
  again: boolean,
) {
  const problems: Record<string, string> = {};
  const name = draft.name.trim();
  if (name === '') problems['name'] = 'Enter a name.';
  else if (wizard.takenNames.value.includes(name)) problems['name'] = `A connection named “${name}” already exists.`;
  const length = [...draft.description].length;
  if (length > MOST_DESCRIPTION)
    problems['description'] = `Remove ${formatCount(length - MOST_DESCRIPTION, 'character')}.`;
  for (const setting of wizard.settings) {
    const isStored = setting.secret && !again && wizard.editing?.secrets[setting.name] !== undefined;
    const problem = findProblem(setting, (setting.secret ? typed : draft.settings)[setting.name]);
    if (problem !== undefined && !(isStored && typed[setting.name] === undefined)) problems[setting.name] = problem;
  }
  return problems;
}

/** Loads the names of the connections other than the edited one. */
function loadOtherNames(editing: Connection | undefined): ReadonlySignal<readonly string[]> {
  const names = signal<readonly string[]>([]);
  connections.list().then(
    ({ connections: all }) => {
      names.value = all.filter(({ id }) => id !== editing?.id).map(({ name }) => name);
    },
    // The server refuses a duplicate name anyway.
    () => undefined,
  );
  return names;
}

/** Validates the schedule whenever it changes. A schedule is invalid until the server has accepted it. */
function followSchedule(draft: ReadonlySignal<ConnectionForm>) {
  const accepted = signal<string | undefined>(undefined);
  const text = computed(() => JSON.stringify(draft.value.schedule));
  const stop = effect(() => {
    const checked = text.value;
    const schedule = draft.peek().schedule;
    if (!schedule) return;
    let isOutdated = false;
    connections.slots({ schedule: { ...schedule }, count: 1 }).then(
      ({ issues }) => {
        if (!isOutdated && issues.length === 0) accepted.value = checked;
      },
      () => undefined,
    );
    return () => {
      isOutdated = true;
    };
  });
  return { isValid: computed(() => draft.value.schedule === null || accepted.value === text.value), stop };
}

/** Creates the setup state from the URL, from the saved connection, or empty. */
export function createWizard(connector: ConnectorResponse, editing?: Connection): Wizard {
  const first = editing ? createForm(editing) : createEmptyForm(connector.connector.title);
  const draft = signal(readDraft(first));
  const secrets = signal<Values>({});
  const touched = signal<ReadonlySet<string> | 'all'>(new Set());
  const settings = computed(() => listSettings(connector.settings, draft.value.settings));
  const saved = editing && flattenSettings(editing.settings);
  const asksAgain = computed(() => saved !== undefined && changesHost(settings.value, draft.value.settings, saved));
  const takenNames = loadOtherNames(editing);
  const validity = followSchedule(draft);
  const problems = computed(() =>
    findProblems({ settings: settings.value, editing, takenNames }, draft.value, secrets.value, asksAgain.value),
  );
  const tested = computed(() => JSON.stringify([draft.value.settings, secrets.value]));
  const checks = createCheckList(tested);
  const stopKeeping = keepInAddress(draft, serializeForm(first));
  const isUnchanged = () =>
    editing !== undefined && JSON.stringify([saved, {}]) === tested.value && editing.testedAt !== null;
  return {
    connector,
    editing,
    first,
    get settings() {
      return settings.value;
    },
    draft,
    secrets,
    checks,
    problems,
    touched,
    asksAgain,
    takenNames,
    isScheduleValid: validity.isValid,
    isTested: computed(() => checks.isPassed.value || isUnchanged()),
    change(changes) {
      draft.value = { ...draft.value, ...changes };
    },
    set(name, value) {
      draft.value = { ...draft.value, settings: setValue(draft.value.settings, name, value) };
    },
    setSecret(name, value) {
      secrets.value = setValue(secrets.value, name, value === '' ? undefined : value);
    },
    stop() {
      stopKeeping();
      validity.stop();
    },
  };
}

function readDraft(first: ConnectionForm): ConnectionForm {
  const text = readQueryParameter('draft');
  if (text === '') return first;
  try {
    return { ...first, ...(JSON.parse(text) as Partial<ConnectionForm>) };
  } catch {
    return first;
  }
}

/** Fills in the settings and generated credentials of the simulated vendor. */
export function fillExample(wizard: Wizard): void {
  const { connector, draft, secrets, change } = wizard;
  const example = flattenSettings(connector.example ?? {});
  const settings = listSettings(connector.settings, example);
  const isSecret = (name: string) => settings.some((setting) => setting.name === name && setting.secret);
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(example).filter(([name]) => isSecret(name) === wanted));
  batch(() => {
    change({ settings: { ...draft.value.settings, ...part(false) } });
    secrets.value = { ...secrets.value, ...part(true) };
  });
}

/** Returns the current step (1 to 3) from the URL. */
export const currentStep = (): number => Math.min(Math.max(Number(readQueryParameter('step')) || 1, 1), STEPS.length);

export const goToStep = (step: number): void => {
  setQuery({ step: step === 1 ? '' : String(step) }, {});
  document.querySelector('main')?.scrollTo(0, 0);
};
