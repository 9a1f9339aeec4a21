import { BudgetSpent, stepsOfText } from './budget.ts';

/** The largest value that a built-in takes apart, in steps: values that share their parts can be far larger than they look. */
const HEAVIEST = 1_000_000;

const add = (value: unknown, before: number): number => {
  if (before > HEAVIEST) throw new BudgetSpent('a value is too large');
  if (typeof value === 'string') return before + 1 + stepsOfText(value.length);
  if (typeof value !== 'object' || value === null) return before + 1;
  let sum = before + 1;
  for (const member of Array.isArray(value) ? value : Object.values(value)) sum = add(member, sum);
  return sum;
};

/** The steps that it takes to write a value out in full. Throws BudgetSpent for more than an evaluation has. */
export const weigh = (value: unknown): number => add(value, 0);
