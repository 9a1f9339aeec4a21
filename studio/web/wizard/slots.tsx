import type { Slot } from '../api/types.generated.ts';
import { Timestamp } from '../components/timestamp.tsx';
import './slots.css';

interface SlotsProps {
  readonly slots: readonly Slot[];
  readonly zone: string;
}

const local = (text: string): string => text.slice(0, 16).replace('T', ' ');

const offset = (text: string): string => text.slice(19) || 'UTC';

/** Table of the next runs in local time and UTC. */
export const Slots = ({ slots, zone }: SlotsProps) =>
  slots.length === 0 ? (
    <p class="form-problem">No upcoming runs: the schedule is in the past.</p>
  ) : (
    <table class="slots">
      <caption>Next runs</caption>
      <thead>
        <tr>
          <th scope="col">{zone}</th>
          <th scope="col">UTC</th>
          <th scope="col">
            <span class="visually-hidden">Relative time</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {slots.map((slot) => (
          <tr key={slot.at}>
            <td>
              {local(slot.local)} <span class="muted">{offset(slot.local)}</span>
            </td>
            <td>{local(slot.utc)}</td>
            <td class="muted">
              <Timestamp at={slot.at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
