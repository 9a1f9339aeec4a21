import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { addLeaveGuard } from './router.ts';

/** Changes that are kept as a draft when their screen is left, or lost. */
export interface UnsavedChanges {
  /** Names them: "the map My finding map". */
  readonly title: () => string;
  readonly isEdited: () => boolean;
  /** Returns true if a URL shows the same changes. */
  readonly keeps: (target: URL) => boolean;
  /** Discards the draft. Without it, leaving loses the changes. */
  readonly discard?: () => void;
}

interface Question {
  readonly changes: UnsavedChanges;
  readonly leave: () => void;
}

const question = signal<Question | undefined>(undefined);

const preventUnload = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Asks before the user leaves unsaved changes, as long as the component is mounted. */
export function useLeaveGuard(changes: UnsavedChanges, deps: readonly unknown[]): void {
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => changes.isEdited() && preventUnload(event);
    const remove = addLeaveGuard((target, leave) => {
      if (!changes.isEdited() || changes.keeps(target)) return true;
      question.value = { changes, leave };
      return false;
    });
    window.addEventListener('beforeunload', onUnload);
    return () => {
      remove();
      question.value = undefined;
      window.removeEventListener('beforeunload', onUnload);
    };
  }, deps);
}

/** Question about unsaved changes, shown while a navigation waits for its answer. */
export function LeaveDialog() {
  const asked = question.value;
  if (!asked) return null;
  const { changes, leave } = asked;
  const answer = (act: () => void) => () => {
    question.value = undefined;
    act();
  };
  return (
    <Dialog title="Leave without saving?" onClose={answer(() => undefined)}>
      <div class="dialog-body">
        <p>
          You have unsaved changes to <b>{changes.title()}</b>.{' '}
          {changes.discard ? 'A draft stays in this tab until you close it.' : 'They are lost when you leave.'}
        </p>
      </div>
      <footer class="dialog-foot">
        <Button onClick={answer(() => undefined)}>Stay</Button>
        <Button
          onClick={answer(() => {
            changes.discard?.();
            leave();
          })}
        >
          Discard changes
        </Button>
        {changes.discard && (
          <Button kind="primary" onClick={answer(leave)}>
            Leave and keep the draft
          </Button>
        )}
      </footer>
    </Dialog>
  );
}
