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
const VISIBLE_MS = 6_000;

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/** Shows a message, optionally with an action such as Undo. Errors stay until dismissed. */
export function showToast(text: string, options: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void {
  const toast: Toast = { id: ++last, text, tone: options.tone ?? 'ok', action: options.action };
  toasts.value = [...toasts.value.slice(-2), toast];
  if (toast.tone === 'ok') setTimeout(() => dismiss(toast.id), VISIBLE_MS);
}

const act = ({ id, action }: Toast): void => {
  action?.run();
  dismiss(id);
};

/** Live region that contains the toasts. */
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
