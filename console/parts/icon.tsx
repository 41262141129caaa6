/** Line icons of the console, drawn on a 16-pixel field in the colour of the text around them. */
const paths = {
  overview: 'M2 13.5h12M3.5 11V8M7 11V4.5M10.5 11V6.5',
  applications: 'M4 1.75h5.5L12.5 5v9.25H4zM6.25 7h4M6.25 9.5h4M6.25 12h2.5',
  policies: 'M2 3h12v10H2zM2 6.25h12M6 6.25V13M10 6.25V13',
  loans: 'M2 4.5h12v7H2zM8 6.25a1.75 1.75 0 1 1 0 3.5 1.75 1.75 0 0 1 0-3.5M4 8h.01M12 8h.01',
  plan: 'M3 2h10v12H3zM5.5 5h5M5.5 8h5M5.5 11h2.5',
  payments: 'M2 5.5h9.5M9 3l2.5 2.5L9 8M14 10.5H4.5M7 8l-2.5 2.5L7 13',
  funders: 'M2 13.5h12M3 11V6.5M6.3 11V6.5M9.6 11V6.5M13 11V6.5M2 6 8 2.5 14 6z',
  models: 'M2.5 13.5c5 0 5.5-10 11-10M2.5 13.5h11M2.5 13.5v-11M4.5 6.5h2M9.5 10h2',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M5.75 3.5 3 6.5l2.75 3',
  ledger: 'M8 1.75v4M8 5.75 3.5 10M8 5.75 12.5 10M2 10h3v4H2zM11 10h3v4h-3z',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3 14 14',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 2v3h-3',
  clock: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.75V8l2.25 1.5',
  person:
    'M8 2.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5zM2.75 14c.4-3 2.5-4.5 5.25-4.5s4.85 1.5 5.25 4.5',
  view: 'M8 2.25a5.75 5.75 0 1 1 0 11.5zM8 2.25v11.5A5.75 5.75 0 0 1 8 2.25',
  language:
    'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM2 8h12M8 2c2 1.7 2.6 3.8 2.6 6S10 12.3 8 14c-2-1.7-2.6-3.8-2.6-6S6 3.7 8 2z',
  keys: 'M1.75 4h12.5v8H1.75zM4.25 6.5h.5M7.75 6.5h.5M11.25 6.5h.5M5 9.5h6',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  download: 'M8 2v8.25M4.75 7.25 8 10.5l3.25-3.25M2.5 13.5h11',
  back: 'M9.75 3 4.75 8l5 5',
  down: 'M3 5.75 8 10.5l5-4.75',
  up: 'M3 10.5 8 5.75l5 4.75',
  columns: 'M2 3h12v10H2zM6 3v10M10 3v10',
  table: 'M2 3h12v10H2zM2 6.25h12M2 9.5h12M6.5 6.25V13',
  chart: 'M2 13.5h12M3.5 11V8M7 11V4.5M10.5 11V6.5',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  hand: 'M8 2.5v6.25M8 11.75v1.25',
  minus: 'M3.5 8h9',
  lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
} as const;

export type IconName = keyof typeof paths;

/** An ornament beside words; it is hidden from screen readers, so the words must stand there too. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
