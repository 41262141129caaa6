/** Draws the console into the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import './tokens/base.css';
import './parts/parts.css';
import './decision/decision.css';
import './app/shell.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('assertion failed: the page has a root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
