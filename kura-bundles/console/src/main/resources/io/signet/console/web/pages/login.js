/** Who are you? */
import { send } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { icon, seal } from '../lib/icons.js';
import { languages, t } from '../lib/words.js';

/** Shows the form into `app`; `enter(session)` goes on. */
export function showLogin(app, { logins, reason, enter, language }) {
  const withUser = logins.includes('kura');
  const user = h('input', { id: 'user', name: 'user', autocomplete: 'username', required: withUser, hidden: !withUser, value: withUser ? '' : 'owner', maxlength: '128', autocapitalize: 'none', spellcheck: 'false' });
  const password = h('input', { id: 'password', name: 'password', type: 'password', autocomplete: 'current-password', required: true, maxlength: '1024' });
  const wrong = h('p', { class: 'wrong', id: 'wrong', role: 'alert' });
  const button = h('button', { class: 'primary' }, t('action.login'));
  const form = h('form', { class: 'login-form', on: { submit: async event => {
    event.preventDefault();
    button.disabled = true;
    wrong.replaceChildren();
    try {
      enter(await send('POST', 'login', withUser ? { user: user.value, password: password.value } : { password: password.value }));
    } catch (error) {
      wrong.replaceChildren(icon('bad'), error.message);
      password.setAttribute('aria-invalid', 'true');
      password.setAttribute('aria-describedby', 'wrong');
      password.select();
      password.focus();
    } finally {
      button.disabled = false;
    }
  } } },
  withUser ? h('p', {}, h('label', { for: 'user' }, t('login.user')), user) : user,
  h('p', {}, h('label', { for: 'password' }, withUser ? t('login.password.kura') : t('login.password')), password), wrong, button);
  const certificate = h('button', { type: 'button', class: 'primary', on: { click: async () => {
    certificate.disabled = true;
    wrong.replaceChildren();
    try {
      enter(await send('POST', 'login', {}));
    } catch (error) {
      wrong.replaceChildren(icon('bad'), error.message);
    } finally {
      certificate.disabled = false;
    }
  } } }, t('action.login-certificate'));
  const byPassword = logins.some(each => each !== 'certificate');
  const none = h('div', { class: 'notice warning', role: 'status' }, icon('warning'), h('p', {}, reason || t('login.none')));
  app.replaceChildren(h('main', { class: 'alone', id: 'main' }, seal(), h('h1', {}, t('login.title')), h('p', { class: 'soft' }, t('login.what')),
    logins.length === 0 ? none : [reason ? h('p', { class: 'notice info', role: 'status' }, icon('info'), reason) : null,
      logins.includes('certificate') ? certificate : null, byPassword ? form : wrong],
    logins.includes('certificate') ? null : h('p', { class: 'soft small' }, t('login.certificate')),
    h('p', { class: 'languages' }, languages.map(([code, name]) => h('button', { type: 'button', class: 'quiet', lang: code,
      'aria-pressed': String(document.documentElement.lang === code), on: { click: () => language(code) } }, name)))));
  document.title = `${t('login.title')} · Signet`;
  (byPassword ? withUser ? user : password : certificate).focus();
}
