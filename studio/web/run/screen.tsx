import type { Params } from '../app/routes.ts';
import { RunList } from './list.tsx';
import { OneRun } from './one-run.tsx';
import './run.css';

/** Screens `/runs` and `/runs/:id`. */
export const Screen = ({ params }: { readonly params: Params }) =>
  params['id'] === undefined ? <RunList /> : <OneRun id={params['id']} />;
