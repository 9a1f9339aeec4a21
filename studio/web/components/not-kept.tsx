import { isUnkept } from '../app/tab-storage.ts';
import { Icon } from './icon.tsx';

interface NotKeptProps {
  /** Key of what is shown. */
  readonly of: string;
  /** Names it, with its verb: "This sample is". */
  readonly what: string;
}

/** Warning that the browser could not store what is shown. */
export const NotKept = ({ of, what }: NotKeptProps) =>
  isUnkept(of) ? (
    <div class="notice" role="status">
      <Icon name="alert" />
      <span>
        <b>{what} not kept.</b> The browser has no space for this page. Free space, or save a copy in a file before you
        reload.
      </span>
    </div>
  ) : null;
