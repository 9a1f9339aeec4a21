import { signal } from '@preact/signals';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'ok' | 'bad';
  readonly action?: { readonly title: string; readonly run: () => void } | undefined;
}

const toasts = signal<readonly Toast[]>([]);
let last = 0;
const STAY_MS = 6_000;

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/** Says what was done, with a way back where there is one. What went wrong stays until it is dismissed. */
export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  const toast: Toast = { id: ++last, text, tone: options.tone ?? 'ok', action: options.action };
  toasts.value = [...toasts.value.slice(-2), toast];
  if (toast.tone === 'ok') setTimeout(() => dismiss(toast.id), STAY_MS);
}

const act = ({ id, action }: Toast): void => {
  action?.run();
  dismiss(id);
};

/** Where toasts appear; read out by screen readers as they come. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map((toast) => (
      <div key={toast.id} class={`toast toast-${toast.tone}`}>
        <Icon name={toast.tone === 'ok' ? 'check' : 'alert'} />
        <span>{toast.text}</span>
        {toast.action && (
          <Button kind="quiet" onClick={() => act(toast)}>
            {toast.action.title}
          </Button>
        )}
        <Button kind="icon" label="Dismiss" onClick={() => dismiss(toast.id)}>
          <Icon name="close" />
        </Button>
      </div>
    ))}
  </div>
);
