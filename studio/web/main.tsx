import { render } from 'preact';
import { startPending } from './api/pending.ts';
import { startRouter } from './app/router.ts';
import { Shell } from './app/shell.tsx';
import './styles/base.css';
import './app/app.css';
import './components/parts.css';
import './styles/print.css';

const root = document.getElementById('app');
const endPending = startPending();
startRouter();
if (root) render(<Shell />, root);
endPending();
