/** The console: who is logged in, which page is shown, and what is around it. */
import { ApiError, get, onLost, send, useToken } from './lib/api.js';
import { h, setText } from './lib/dom.js';
import { icon, seal } from './lib/icons.js';
import { Live } from './lib/live.js';
import { clockSeconds, languages, load, t, tOf } from './lib/words.js';
import { problem } from './lib/parts.js';
import { showLogin } from './pages/login.js';

const PAGES = {
  '': { name: 'overview', load: () => import('./pages/overview.js') },
  nodes: { name: 'nodes', load: () => import('./pages/nodes.js') },
  models: { name: 'models', load: () => import('./pages/models.js') },
  jobs: { name: 'jobs', load: () => import('./pages/jobs.js') },
  audit: { name: 'audit', load: () => import('./pages/audit.js') },
  settings: { name: 'settings', load: () => import('./pages/settings.js') },
};
const NODE = { name: 'node', under: 'nodes', load: () => import('./pages/node.js') };

/** A session ends when nobody asked for anything for fifteen minutes. */
const WALL_WORD_MILLIS = 300000;
/** So often, at most, the node is told that somebody types or points, who may ask for nothing for a long time. */
const ACT_WORD_MILLIS = 60000;

const app = document.getElementById('app');
const live = new Live();
let shell = null;
let shown = null;
let turn = 0;

const kept = {
  get: key => {
    try {
      return localStorage.getItem(`signet.${key}`) ?? '';
    } catch {
      return '';
    }
  },
  set: (key, value) => {
    try {
      localStorage.setItem(`signet.${key}`, value);
    } catch {
      // the choice holds until the page is left
    }
  },
};

/** What each page gets: the session, what is live, how to go on and how to say something once. */
const context = session => ({
  session,
  live,
  kept,
  mayChange: session.permissions.includes('change'),
  go,
  announce: text => setText(shell.said, text),
});

function pageOf(path) {
  const [first = '', second = ''] = path.replace(/^\/console\/?/, '').split('/');
  return first === 'nodes' && second !== '' ? [NODE, decodeURIComponent(second)] : [PAGES[first] ?? null, ''];
}

/** Goes to a page of the console. */
function go(path) {
  history.pushState(null, '', path);
  shell.draw(true);
}

function viewMenu() {
  const theme = choice('theme', [['', t('view.theme.system')], ['light', t('view.theme.light')], ['dark', t('view.theme.dark')]],
    kept.get('theme'), value => {
      kept.set('theme', value);
      if (value === '') {
        delete document.documentElement.dataset.theme;
      } else {
        document.documentElement.dataset.theme = value;
      }
    });
  const language = choice('language', languages, document.documentElement.lang, async value => {
    kept.set('language', value);
    await load(value);
    shell.rebuild();
  });
  const wall = h('input', { type: 'checkbox', id: 'wall', on: { change: event => {
    kept.set('wall', event.target.checked ? 'yes' : '');
    document.documentElement.toggleAttribute('data-wall', event.target.checked);
  } } });
  wall.checked = 'wall' in document.documentElement.dataset;
  const menu = h('details', { class: 'view-menu' }, h('summary', { class: 'tool' }, icon('view'), h('span', { class: 'tool-word' }, t('view.title'))),
    h('div', { class: 'popover' }, theme, language,
      h('p', { class: 'check' }, wall, h('label', { for: 'wall' }, t('view.wall')))));
  menu.addEventListener('keydown', event => {
    if (event.key === 'Escape' && menu.open) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
  menu.addEventListener('focusout', event => {
    if (event.relatedTarget !== null && !menu.contains(event.relatedTarget)) {
      menu.open = false;
    }
  });
  return menu;
}

function choice(key, options, value, take) {
  const id = `choice-${key}`;
  const select = h('select', { id, on: { change: event => take(event.target.value) } },
    options.map(([each, word]) => h('option', { value: each }, word)));
  select.value = value;
  return h('p', {}, h('label', { for: id }, tOf('view', key)), select);
}

function navigation() {
  const links = Object.entries(PAGES).map(([path, { name }]) => h('a', { href: path === '' ? '/console/' : `/console/${path}`, 'data-page': name },
    icon(name), h('span', {}, tOf('nav', name))));
  return { element: h('nav', { 'aria-label': t('nav.label'), class: 'nav' }, h('ul', {}, links.map(link => h('li', {}, link)))), links };
}

/** What is around each page. */
function buildShell(session) {
  const said = h('p', { class: 'unseen', role: 'status' });
  const lost = h('p', { class: 'lost', role: 'status', hidden: true });
  const main = h('main', { id: 'main', tabindex: '-1' });
  const nav = navigation();
  const logout = h('button', { type: 'button', class: 'tool', on: { click: leave } }, icon('logout'), h('span', { class: 'tool-word' }, t('action.logout')));
  const element = h('div', { class: 'shell' },
    h('a', { class: 'skip', href: '#main', on: { click: event => { event.preventDefault(); main.focus(); } } }, t('nav.skip')),
    h('header', { class: 'top' },
      h('a', { class: 'brand', href: '/console/' }, seal(), h('span', {}, h('strong', {}, 'Signet'), h('span', { class: 'mesh' }, session.mesh))),
      h('p', { class: 'who' }, session.name || session.node.slice(0, 8), h('span', { class: 'user' }, session.user)),
      h('div', { class: 'tools' }, viewMenu(), logout)),
    nav.element, h('div', { class: 'stage' }, lost, main), said);
  return { element, said, lost, main, links: nav.links };
}

function connectionSays() {
  const lost = live.lostAt !== 0;
  document.documentElement.classList.toggle('stale', lost);
  if (shell === null) {
    return;
  }
  shell.lost.hidden = !lost;
  shell.lost.replaceChildren(...lost ? [icon('warning'), t('connection.lost', { time: clockSeconds(live.lostAt) })] : []);
  if (!lost) {
    setText(shell.said, t('connection.back'));
  }
}

function closeShown() {
  shown?.close?.();
  shown = null;
}

async function drawPage(built, session, focus) {
  turn += 1;
  const mine = turn;
  closeShown();
  const [page, argument] = pageOf(location.pathname);
  built.links.forEach(link => {
    const here = page !== null && link.dataset.page === (page.under ?? page.name);
    if (here) {
      link.setAttribute('aria-current', page.under === undefined ? 'page' : 'true');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  if (page === null) {
    finish(built, [h('h1', { tabindex: '-1' }, t('error.no-page')), h('p', {}, t('error.no-page.todo')),
      h('p', {}, h('a', { href: '/console/' }, t('nav.overview')))], focus);
    return;
  }
  built.main.setAttribute('aria-busy', 'true');
  try {
    const { show } = await page.load();
    const next = await show(context(session), argument);
    if (mine !== turn) {
      next.close?.();
      return;
    }
    shown = next;
    finish(built, [next.element], focus);
  } catch (error) {
    if (mine !== turn) {
      return;
    }
    if (!(error instanceof ApiError)) {
      console.error(error);
    }
    finish(built, [h('h1', { tabindex: '-1' }, tOf('nav', page.under ?? page.name)),
      problem(error instanceof ApiError ? error : new Error(t('error.page')), () => shell.draw(true))], focus);
  }
}

function finish(built, children, focus) {
  built.main.replaceChildren(...children);
  built.main.removeAttribute('aria-busy');
  const title = built.main.querySelector('h1');
  document.title = `${title?.textContent ?? ''} · Signet`;
  if (focus) {
    scrollTo(0, 0);
    title?.focus({ preventScroll: true });
  }
}

/** Shows the console to who is logged in. */
function enter(session) {
  useToken(session.token);
  const build = () => {
    shell = buildShell(session);
    shell.draw = focus => drawPage(shell, session, focus);
    shell.rebuild = () => {
      build();
      document.querySelector('.view-menu').open = true;
      document.getElementById('choice-language').focus();
    };
    app.replaceChildren(shell.element);
    connectionSays();
    shell.said.textContent = '';
    shell.draw(false);
  };
  live.start();
  build();
}

function out(logins, reason) {
  turn += 1;
  closeShown();
  live.stop();
  document.documentElement.classList.remove('stale');
  shell = null;
  useToken('');
  showLogin(app, { logins, reason, view: viewMenu, enter, language: async value => {
    kept.set('language', value);
    await load(value);
    out(logins, reason);
  } });
}

async function leave() {
  try {
    await send('POST', 'logout', {});
  } catch (error) {
    if (error.status !== 401) {
      setText(shell.said, error.message);
      return;
    }
  }
  await askWho('');
}

async function askWho(reason) {
  try {
    enter(await get('session'));
  } catch (error) {
    if (error.status === 401) {
      out(error.body.logins ?? [], error.body.logins?.length === 0 ? error.message : reason);
    } else {
      app.replaceChildren(h('main', { class: 'alone' }, seal(), h('h1', {}, t('error.no-console')), problem(error, () => askWho(''))));
    }
  }
}

document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="/console/"]');
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && plain && shell !== null && !link.hasAttribute('download') && !link.pathname.split('/').at(-1).includes('.')) {
    event.preventDefault();
    go(link.getAttribute('href'));
  }
});
addEventListener('popstate', () => shell?.draw(true));
setInterval(() => {
  if (shell !== null && live.lostAt === 0 && 'wall' in document.documentElement.dataset) {
    get('session').catch(() => {}); // nobody sits before a wall screen; its session would end as if nobody looked
  }
}, WALL_WORD_MILLIS);
let toldAt = 0;
const tellAct = () => {
  if (shell !== null && live.lostAt === 0 && Date.now() - toldAt > ACT_WORD_MILLIS) {
    toldAt = Date.now();
    get('session').catch(() => {}); // whether the session is over is told by the stream of events
  }
};
['keydown', 'pointerdown'].forEach(act => document.addEventListener(act, tellAct, { capture: true, passive: true }));
live.addEventListener('connection', connectionSays);
let asking = false;
const sessionOver = async () => {
  if (!asking && shell !== null) {
    asking = true;
    await askWho(t('login.over'));
    asking = false;
  }
};
live.addEventListener('end', sessionOver);
onLost(sessionOver);

await load(kept.get('language'));
await askWho('');
