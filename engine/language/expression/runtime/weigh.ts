import { BudgetSpent, stepsOfText } from './budget.ts';

/** Maximum size, in steps, of a value that a built-in traverses: shared references can make it larger than its memory. */
const HEAVIEST = 1_000_000;

const add = (value: unknown, before: number): number => {
  if (before > HEAVIEST) throw new BudgetSpent('a value is too large');
  if (typeof value === 'string') return before + 1 + stepsOfText(value.length);
  if (typeof value !== 'object' || value === null) return before + 1;
  let sum = before + 1;
  for (const member of Array.isArray(value) ? value : Object.values(value)) sum = add(member, sum);
  return sum;
};

/** Returns the steps to serialize a value in full. Throws BudgetSpent if it is too large for any evaluation. */
export const weigh = (value: unknown): number => add(value, 0);
