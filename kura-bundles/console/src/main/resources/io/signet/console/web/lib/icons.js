/** Pictures of 24 by 24, drawn with the pen of the text. They say nothing that a word beside them does not. */
import { s } from './dom.js';

const PATHS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  nodes: 'M12 3l4 2.3v4.6L12 12 8 9.9V5.3zM6 13l4 2.3v4.4L6 22l-4-2.3v-4.4zM18 13l4 2.3v4.4L18 22l-4-2.3v-4.4z',
  models: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  jobs: 'M4 6h10M4 12h16M4 18h7',
  audit: 'M12 3l8 3v6c0 4.5-3.3 7.7-8 9-4.7-1.3-8-4.5-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  view: 'M12 4a8 8 0 100 16 8 8 0 000-16zM12 4v16M12 8h6.5M12 12h8M12 16h6.5',
  logout: 'M14 4H6v16h8M10 12h11M17.5 8.5L21 12l-3.5 3.5',
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M6 6l12 12M18 6L6 18',
  warning: 'M12 4L2.5 20h19zM12 10v4.5M12 17v.5',
  info: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 11v5M12 7.5v.5',
  pause: 'M9 6v12M15 6v12',
  open: 'M12 4a8 8 0 100 16 8 8 0 000-16zM9.5 9.5a2.5 2.5 0 114 2c-1 .7-1.5 1.2-1.5 2.2M12 16.5v.3',
  upload: 'M12 16V4M7 9l5-5 5 5M4 19h16',
  search: 'M11 4a7 7 0 100 14 7 7 0 000-14zM16 16l5 5',
  chip: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
  link: 'M5 12h14M13 6l6 6-6 6',
};

/** An icon; screen readers pass it by. */
export function icon(name) {
  return s('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: PATHS[name] }));
}

/** The seal of the product. */
export function seal() {
  return s('svg', { class: 'seal', viewBox: '0 0 32 32', 'aria-hidden': 'true', focusable: 'false' },
    s('circle', { cx: 16, cy: 16, r: 15, class: 'seal-body' }),
    s('circle', { cx: 16, cy: 16, r: 11, class: 'seal-ring' }),
    s('path', { d: 'M10.5 16.5l4 4 7.5-8.5', class: 'seal-mark' }));
}
