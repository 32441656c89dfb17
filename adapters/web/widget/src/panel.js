import {icon, make, paths} from './dom.js';

const tool = (path, part, name) => make('button', {type: 'button', class: 'tool', part, 'aria-label': name, title: name}, icon(path));

const build_log = (say, list, kept) => {
    const disclaimer = make('p');
    const notice = make('section', {id: 'notice', class: 'notice', part: 'notice', 'aria-label': say('notice_title')},
        make('strong', {}, say('notice_title')),
        make('p', {}, say(kept ? 'notice_kept' : 'notice')),
        make('p', {}, say('notice_emergency')),
        disclaimer);
    const dots = make('div', {class: 'dots', 'aria-hidden': 'true', hidden: true}, make('i'), make('i'), make('i'));
    const log = make('div', {class: 'log', part: 'log', tabindex: '0', role: 'log', 'aria-label': say('log')}, notice, list, dots);
    return {log, dots, disclaimer};
};

const build_form = say => {
    const input = make('textarea', {
        id: 'input', part: 'input', rows: '1', enterkeyhint: 'send', autocomplete: 'off', dir: 'auto',
        placeholder: say('placeholder'), 'aria-describedby': 'notice',
    });
    const send = make('button', {type: 'submit', class: 'send', part: 'send', 'aria-label': say('send')}, icon(paths.send));
    const trouble = make('p', {class: 'failure', role: 'alert'});
    const form = make('form', {part: 'form'}, make('label', {for: 'input', class: 'hidden'}, say('input')), input, send, trouble);
    return {form, input, trouble};
};

// Everything that does not change with the conversation. In a page's own place the panel is a region;
// behind a launcher it is a dialog, and the browser makes the rest inert where it fills a phone.
export const build_ui = (say, list, {inline, kept}) => {
    const title = make('h2', {id: 'title', part: 'title', tabindex: '-1'}, say('title'));
    const forget = tool(paths.forget, 'forget', say('forget'));
    const close = tool(paths.close, 'close', say('close'));
    const header = make('div', {class: 'header', part: 'header'}, title, forget, inline ? undefined : close);

    const urgent_call = make('span');
    const jump = make('button', {type: 'button'}, say('show_emergency'));
    const urgent = make('div', {class: 'urgent', part: 'urgent', hidden: true}, jump, urgent_call);

    const status = make('span', {role: 'status'});
    const retry = make('button', {type: 'button', class: 'retry', part: 'retry', hidden: true}, say('retry'));
    const banner = make('div', {class: 'banner', part: 'status'}, status, retry);

    const logged = build_log(say, list, kept);
    const newer = make('button', {type: 'button', class: 'newer', part: 'newer', hidden: true}, say('new_messages'));
    const writing = make('div', {class: 'hidden', role: 'status'});
    const asked = build_form(say);
    const panel = make(inline ? 'section' : 'dialog', {id: 'panel', class: 'panel', part: 'panel', 'aria-labelledby': 'title'},
        header, urgent, banner, logged.log, newer, writing, asked.form);

    const badge = make('span', {class: 'badge', 'aria-hidden': 'true', hidden: true});
    const launcher = make('button', {type: 'button', class: 'launcher', part: 'launcher', 'aria-controls': 'panel', 'aria-haspopup': 'dialog'},
        icon(paths.talk), badge);
    const probe = make('span', {class: 'probe', 'aria-hidden': 'true'});
    const root = make('div', {class: 'root', 'data-mode': inline ? 'inline' : 'launcher'}, inline ? undefined : launcher, panel, probe);
    return {root, panel, title, forget, close, urgent, urgent_call, jump, status, retry, newer, writing, launcher, badge, probe, ...logged, ...asked};
};
