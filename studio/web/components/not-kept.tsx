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
        <b>{what} not kept.</b> The browser has no space left for this page. Free space, or keep a copy in a file: a
        reload loses it.
      </span>
    </div>
  ) : null;
