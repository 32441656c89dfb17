import {Connection, random_id} from './connection.js';
import {Log} from './log.js';
import {build_ui} from './panel.js';
import {record_for} from './record.js';
import {format, strings_at_once, strings_for} from './strings.js';
import {at_end, bring, fit, grow, paint, phone, pin, present, release, to_end, update_launcher} from './view.js';

const writing_after = 2000;
const dark = matchMedia('(prefers-color-scheme: dark)');
const sheet = new CSSStyleSheet();
sheet.replaceSync('{{style}}');

class GaitKeeper extends HTMLElement {
    static observedAttributes = ['open', 'locale', 'region'];
    #strings = strings_at_once();
    #ui;
    #log;
    #record;
    #connection;
    #attached;
    #unread = 0;
    #typing_timer;

    constructor() {
        super();
        this.attachShadow({mode: 'open', delegatesFocus: true}).adoptedStyleSheets = [sheet];
    }

    get open() { return this.hasAttribute('open'); }
    set open(on) { this.toggleAttribute('open', Boolean(on)); }
    show() { this.open = true; }
    hide() { this.open = false; }
    get inline() { return this.getAttribute('mode') === 'inline'; }

    get locale() { return this.getAttribute('locale') || this.closest('[lang]')?.lang || navigator.language; }

    // The language of the page tells no region: a wrong emergency number is worse than none.
    get region() {
        const given = this.getAttribute('locale');
        return this.getAttribute('region') ?? (given ? new Intl.Locale(given).region : undefined);
    }

    // Says something in the person's name: from a page's own "ask about this" button, say.
    ask(text) {
        this.show();
        return this.#send(text);
    }

    forget() {
        this.#connection?.bye();
        this.#connection = undefined;
        this.#record.clear();
        this.#unread = 0;
        this.#render();
        this.#ui.status.textContent = this.#say('forgotten');
        this.#tell('forget');
    }

    connectedCallback() {
        this.#attached = new AbortController();
        this.#record ??= record_for(this.getAttribute('persist') === 'session' && this.#address);
        const {signal} = this.#attached;
        phone.addEventListener('change', () => this.open && this.#present(), {signal});
        dark.addEventListener('change', () => paint(this.#ui, this.#say), {signal});
        visualViewport?.addEventListener('resize', () => fit(this.#ui), {signal});
        this.#render();
        if (this.open) this.#connect();
        this.#speak();
    }

    disconnectedCallback() {
        this.#attached.abort();
        clearTimeout(this.#typing_timer);
        this.#connection?.stop();
        release(this.#ui);
    }

    attributeChangedCallback(name, before, now) {
        if (!this.isConnected || !this.#ui || before === now) return;
        if (name !== 'open') this.#speak();
        else if (before === null) this.#opened();
        else if (now === null) this.#closed();
    }

    get #address() {
        const given = this.getAttribute('src');
        const address = new URL(given ?? '/chat', given === null ? import.meta.url : location);
        address.protocol = address.protocol.replace('http', 'ws');
        return address.href;
    }

    #say = (key, values) => format(this.#strings, key, values);

    #tell(name, detail = {}) {
        this.dispatchEvent(new CustomEvent(`gaitkeeper-${name}`, {bubbles: true, composed: true, detail}));
    }

    #exposed(text) { return this.hasAttribute('expose-text') ? {text} : {}; }

    async #speak() {
        if (this.#connection) this.#connection.locale = this.locale;
        const strings = await strings_for(this.locale);
        if (strings === this.#strings || !this.isConnected) return;
        this.#strings = strings;
        this.#render();
    }

    // Draws everything anew: at first, in another language, after forgetting.
    #render() {
        release(this.#ui);
        this.#log = new Log({
            say: this.#say,
            choose: ({text, is_ours}) => this.#send(text, {option: is_ours ? undefined : text}),
            retry: id => this.#send(this.#record.mine(id).text, {again: id}),
        });
        this.#ui = build_ui(this.#say, this.#log.list, {inline: this.inline, kept: this.#record.kept});
        const {root, log} = this.#ui;
        root.lang = this.#strings.tag;
        root.dir = this.#strings.direction;
        log.setAttribute('aria-busy', 'true'); // what was said before is not news
        this.#log.greeting(this.#say('greeting'), Object.values(this.#strings.starter));
        for (const entry of this.#record.entries) this.#draw(entry);
        this.#listen();
        this.shadowRoot.replaceChildren(root);
        log.removeAttribute('aria-busy');
        this.#show_state(this.#connection?.state ?? 'idle');
        this.#mark_unread();
        paint(this.#ui, this.#say);
        if (this.open) this.#present();
    }

    #listen() {
        const {launcher, close, forget, form, input, panel, newer, log, jump, retry} = this.#ui;
        launcher.addEventListener('click', () => { this.open = !this.open; });
        close.addEventListener('click', () => this.hide());
        forget.addEventListener('click', () => { this.forget(); this.#ui.input.focus(); });
        retry.addEventListener('click', () => { this.#connection.retry(); input.focus(); });
        newer.addEventListener('click', () => { to_end(this.#ui); input.focus(); });
        jump.addEventListener('click', () => bring(this.#ui, this.#ui.emergency));
        form.addEventListener('submit', event => { event.preventDefault(); this.#submit(); });
        input.addEventListener('input', () => grow(this.#ui));
        input.addEventListener('keydown', event => {
            // While letters are being composed, Enter belongs to the input method (229 in older browsers).
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
            event.preventDefault();
            this.#submit();
        });
        panel.addEventListener('keydown', event => {
            if (event.key === 'Escape' && !event.isComposing && !this.inline) this.hide();
        });
        panel.addEventListener('cancel', event => { event.preventDefault(); this.hide(); });
        panel.addEventListener('focusin', () => this.inline && this.#connect());
        log.addEventListener('scroll', () => { if (at_end(this.#ui)) newer.hidden = true; }, {passive: true});
    }

    #opened() {
        const {title, input} = this.#ui;
        this.#connect();
        this.#present();
        if (this.inline) return;
        // On a phone the keyboard would cover the notice, so the first time the title has the focus.
        (phone.matches && !this.#record.entries.length ? title : input).focus();
        this.#tell('open');
    }

    #closed() {
        const held = this.#ui.panel.contains(this.shadowRoot.activeElement);
        release(this.#ui);
        this.#mark_unread();
        if (held) this.#ui.launcher.focus();
        if (!this.inline) this.#tell('close');
    }

    #present() {
        if (this.inline) return;
        present(this.#ui, this.shadowRoot.activeElement);
        this.#unread = 0;
        this.#mark_unread();
    }

    #connect() {
        if (!this.#connection) {
            this.#connection = new Connection(this.#address, {...this.#record.session, locale: this.locale, region: this.region}, {
                state: state => { this.#show_state(state); this.#tell('state', {state}); },
                message: (id, state, code) => this.#message_state(id, state, code),
                reply: frame => this.#replied(frame),
                typing: on => this.#typing(on),
                welcome: (frame, anew) => this.#welcomed(frame, anew),
            });
            for (const {id, text} of this.#record.unsent()) this.#connection.send(text, id);
        }
        this.#connection.start();
    }

    #submit() {
        const {input, trouble} = this.#ui;
        const text = input.value.trim();
        trouble.textContent = '';
        if (!text) return;
        this.#connect();
        if (!this.#connection.fits(text)) trouble.textContent = this.#say('too_long');
        else if (!this.#send(text)) trouble.textContent = this.#say('queue_full');
        else input.value = '';
        grow(this.#ui);
    }

    // The id of the message, which is all that the page learns of it; nothing where no more can wait.
    #send(text, {again, option} = {}) {
        this.#connect();
        if (!this.#connection.has_room) return undefined;
        const id = again ?? random_id();
        if (!again) {
            const entry = {id, text};
            this.#record.add(entry);
            this.#draw(entry);
            this.#tell('message', {id, ...this.#exposed(text)});
        }
        this.#connection.send(text, id, option);
        this.#ui.input.removeAttribute('aria-describedby'); // the notice has been heard
        to_end(this.#ui);
        return id;
    }

    #draw(entry, announced) {
        if (entry.note) return this.#log.note(this.#say(entry.note));
        if (entry.id) {
            this.#log.mine(entry.id, entry.text);
            return this.#log.state(entry.id, entry.state, entry.code);
        }
        const [ours] = this.#strings.tag.split('-');
        const same = entry.reply.locale?.split('-')[0] === ours;
        const drawn = this.#log.reply(entry.reply, same ? this.#strings.direction : 'auto', announced);
        if (drawn.emergency) pin(this.#ui, drawn.emergency);
        return drawn;
    }

    #message_state(id, state, code) {
        const entry = this.#record.mine(id);
        if (!entry || entry.state === state) return;
        const was_at_end = at_end(this.#ui);
        Object.assign(entry, {state, code});
        this.#record.save();
        this.#log.state(id, state, code);
        this.#typing(state === 'sent');
        if (was_at_end) to_end(this.#ui);
    }

    #replied(frame) {
        const was_at_end = at_end(this.#ui);
        const {blocks, suggestions, locale} = frame;
        const entry = {reply: {blocks, suggestions, locale}};
        this.#typing(false);
        this.#record.session = this.#connection.memory;
        this.#record.add(entry);
        const {item, emergency} = this.#draw(entry, true);
        if (emergency ?? was_at_end) bring(this.#ui, emergency ?? item);
        else this.#ui.newer.hidden = false;
        if (!this.open && !this.inline) this.#unread += 1;
        this.#mark_unread();
        this.#tell('reply', {id: frame.re, seq: frame.seq, ...this.#exposed(frame.text)});
    }

    #welcomed({disclaimer}, anew) {
        this.#record.session = this.#connection.memory;
        if (disclaimer) this.#ui.disclaimer.textContent = disclaimer;
        if (anew) {
            this.#record.add({note: 'started_anew'});
            this.#draw({note: 'started_anew'});
        }
        this.#record.save();
    }

    #show_state(state) {
        const {root, status, retry} = this.#ui;
        root.dataset.state = state;
        status.textContent = state === 'open' || state === 'idle' ? '' : this.#say(state);
        retry.hidden = state !== 'gone';
        if (state !== 'open') this.#typing(false);
    }

    #typing(on) {
        const {dots, writing} = this.#ui;
        const was_at_end = at_end(this.#ui);
        clearTimeout(this.#typing_timer);
        dots.hidden = !on;
        writing.textContent = '';
        if (!on) return;
        if (was_at_end) to_end(this.#ui);
        this.#typing_timer = setTimeout(() => { writing.textContent = this.#say('writing'); }, writing_after);
    }

    #mark_unread() { update_launcher(this.#ui, this.#say, this.open, this.#unread); }
}

// A page may load the module twice.
if (!customElements.get('gait-keeper')) customElements.define('gait-keeper', GaitKeeper);
