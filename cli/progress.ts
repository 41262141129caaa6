/**
 * Progress of long work, on stderr. On a terminal a bar that redraws itself; elsewhere (a file, a pipe, CI) one
 * plain line per ten percent; under `--json` nothing. Time is given by the caller's clock only, for the tests.
 */
import { type Bilingual, say } from './language.ts';

const BAR_WIDTH = 28;
const REDRAW_EVERY_MS = 100;
const PLAIN_STEP_PCT = 10;

export type Progress = {
  /** Tells how many are done so far; calls may be frequent. */
  readonly advance: (doneCount: number) => void;
  /** Ends the bar at its present state and moves to a new line. */
  readonly finish: () => void;
};

export type ProgressSetting = {
  readonly title: Bilingual;
  readonly totalCount: number;
  readonly style: 'bar' | 'plain' | 'none';
  readonly write: (text: string) => void;
  readonly clockMs: () => number;
};

/** The style that fits this process: none under `--json`, a bar on a terminal that is no CI, else plain lines. */
export function pickProgressStyle(isJson: boolean): ProgressSetting['style'] {
  if (isJson) return 'none';
  const isCi = (process.env['CI'] ?? '') !== '' && process.env['CI'] !== 'false';
  return process.stderr.isTTY && !isCi ? 'bar' : 'plain';
}

/** Progress on stderr with the style that fits this process. */
export function startProgress(title: Bilingual, totalCount: number, isJson: boolean): Progress {
  const style = pickProgressStyle(isJson);
  const write = (text: string) => void process.stderr.write(text);
  return createProgress({ title, totalCount, style, write, clockMs: () => performance.now() });
}

/** The same with everything given: what to draw on, which clock, which style. */
export function createProgress(setting: ProgressSetting): Progress {
  const startedMs = setting.clockMs();
  const state = { doneCount: 0, drawnMs: Number.NEGATIVE_INFINITY, drawnPct: 0 };
  const line = () => describe(setting, state.doneCount, setting.clockMs() - startedMs);
  const draw = () => {
    state.drawnMs = setting.clockMs();
    setting.write(`\r${line()}\u001B[K`);
  };
  return {
    advance(doneCount) {
      state.doneCount = doneCount;
      const pct = percentOf(doneCount, setting.totalCount);
      if (setting.style === 'bar' && setting.clockMs() - state.drawnMs >= REDRAW_EVERY_MS) draw();
      if (setting.style === 'plain' && pct - state.drawnPct >= PLAIN_STEP_PCT) {
        state.drawnPct = pct - (pct % PLAIN_STEP_PCT);
        setting.write(`${line()}\n`);
      }
    },
    finish() {
      if (setting.style !== 'bar') return;
      draw();
      setting.write('\n');
    },
  };
}

/** `Title  ▕███░░░▏ 4,410 of 9,857 · 45 % · 1,210/s · 5 s left`; plain lines have no bar. */
function describe(setting: ProgressSetting, doneCount: number, elapsedMs: number): string {
  const { totalCount } = setting;
  const perSecond = elapsedMs > 0 ? (doneCount / elapsedMs) * 1000 : 0;
  const remainingS = perSecond > 0 ? Math.ceil((totalCount - doneCount) / perSecond) : 0;
  const filled = Math.round((percentOf(doneCount, totalCount) / 100) * BAR_WIDTH);
  const bar = setting.style === 'bar' ? `▕${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}▏ ` : '';
  const number = (value: number) => Math.round(value).toLocaleString('en');
  const done = `${number(doneCount)}/${number(totalCount)} · ${percentOf(doneCount, totalCount)} %`;
  const pace = doneCount > 0 ? ` · ${number(perSecond)}/s` : '';
  const left =
    doneCount < totalCount && perSecond > 0
      ? say({ en: ` · ${number(remainingS)} s left`, zh: ` · 还需 ${number(remainingS)} 秒` })
      : '';
  return `${say(setting.title)}  ${bar}${done}${pace}${left}`;
}

function percentOf(doneCount: number, totalCount: number): number {
  return totalCount <= 0 ? 100 : Math.floor((Math.min(doneCount, totalCount) / totalCount) * 100);
}
