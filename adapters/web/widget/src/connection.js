import {by_http, by_socket} from './transport.js';

const minute = 60_000;
const patience = {welcome: 10_000, ack: 15_000, healthy: 30_000, retry: 500, longest: 30_000, all: 10 * minute};
const most_waiting = 5;
const final_codes = [1002, 1008];

export const random_id = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');

// A conversation that outlives its connections. A message keeps its id until its reply is here, so
// sending it again never asks twice; a reply is taken once, by its sequence number.
//
// `on` is told: state(name), message(id, state, code), reply(frame), typing(on), welcome(frame, anew).
export class Connection {
    #url;
    #on;
    #hello;
    #transport;
    #timer;
    #health;
    #attempt = 0;
    #refusals = 0;
    #failing_since = 0;
    #pending = new Map();
    #listening;
    #limits = {code_points: 2000, text_bytes: 8192}; // until the server has said its own
    state = 'idle';

    constructor(url, hello, on) {
        this.#url = url;
        this.#hello = {last_seq: 0, ...hello};
        this.#on = on;
    }

    // What a page needs to go on with the same conversation.
    get memory() {
        const {session, resume, last_seq} = this.#hello;
        return {session, resume, last_seq};
    }

    start() {
        if (this.#listening) return;
        this.#listening = new AbortController();
        const {signal} = this.#listening;
        addEventListener('online', () => this.#hurry(), {signal});
        addEventListener('offline', () => this.#drop(), {signal});
        document.addEventListener('visibilitychange', () => document.hidden || this.#hurry(), {signal});
        this.#failing_since = 0;
        this.#connect();
    }

    stop() {
        this.#listening?.abort();
        this.#listening = undefined;
        this.#forget_transport();
        this.#become('idle');
    }

    bye() {
        if (this.state === 'open') this.#transport.send({type: 'bye'});
        this.stop();
    }

    get has_room() { return this.state === 'open' || this.#pending.size < most_waiting; }

    fits(text) {
        const {code_points, text_bytes} = this.#limits;
        return [...text].length <= code_points && new TextEncoder().encode(text).length <= text_bytes;
    }

    set locale(tag) { this.#hello.locale = tag; }

    // `option`: the text of one that the last reply offered, instead of words of the person's own.
    send(text, id, option) {
        this.#pending.set(id, {text, option});
        if (this.state === 'open') return this.#post(id);
        this.#on.message(id, this.state === 'connecting' || this.state === 'idle' ? 'sending' : 'waiting');
        this.retry();
    }

    // Tries again where it had been given up.
    retry() {
        if (this.state !== 'gone') return;
        this.#failing_since = 0;
        this.#attempt = this.#refusals = 0;
        this.#connect();
    }

    #become(state) {
        if (this.state === state) return;
        this.state = state;
        this.#on.state(state);
    }

    #hurry() {
        if (!this.#transport && this.state !== 'gone') this.#connect();
    }

    #connect() {
        clearTimeout(this.#timer);
        if (!navigator.onLine) return this.#become('offline');
        this.#become(this.#hello.session || this.#failing_since ? 'reconnecting' : 'connecting');
        let opened = false;
        const ours = heard => (...all) => transport === this.#transport && heard(...all);
        const way = this.#refusals < 2 ? by_socket : by_http;
        const transport = way(this.#url, {
            open: ours(() => {
                opened = true;
                const {locale, region, resume, last_seq} = this.#hello;
                transport.send({type: 'hello', locale, ...(region && {region}), ...(resume && {resume, last_seq})});
            }),
            frame: ours(frame => this.#take(frame)),
            close: ours(code => {
                if (way === by_http) this.#refusals = 0;
                else if (!opened) this.#refusals += 1;
                this.#lost(code);
            }),
        });
        this.#transport = transport;
        this.#timer = setTimeout(() => this.#drop(), patience.welcome);
    }

    #forget_transport() {
        const old = this.#transport;
        this.#transport = undefined;
        clearTimeout(this.#timer);
        clearTimeout(this.#health);
        for (const one of this.#pending.values()) clearTimeout(one.timer);
        old?.close();
    }

    // A connection that is of no use any more; its close event may take long, so it is not awaited.
    #drop() {
        this.#forget_transport();
        this.#lost();
    }

    #lost(code) {
        this.#forget_transport();
        for (const id of this.#pending.keys()) this.#on.message(id, 'waiting');
        this.#failing_since ||= Date.now();
        if (final_codes.includes(code) || Date.now() - this.#failing_since > patience.all) return this.#give_up();
        if (!navigator.onLine) return this.#become('offline');
        // Full jitter: after a restart not everybody comes back at once.
        const most = code === 1001 ? patience.longest : Math.min(patience.longest, patience.retry * 2 ** this.#attempt);
        this.#attempt += 1;
        this.#become('reconnecting');
        this.#timer = setTimeout(() => this.#connect(), Math.random() * most);
    }

    #give_up() {
        this.#become('gone');
        for (const id of this.#pending.keys()) this.#fail(id);
    }

    #fail(id, code) {
        clearTimeout(this.#pending.get(id)?.timer);
        this.#pending.delete(id);
        this.#on.message(id, 'failed', code);
    }

    #post(id, state = 'sending') {
        const one = this.#pending.get(id);
        if (!one || this.state !== 'open') return;
        this.#on.message(id, state);
        one.timer = setTimeout(() => this.#drop(), patience.ack);
        this.#transport.send(one.option
            ? {type: 'choose', id, option: one.option}
            : {type: 'message', id, text: one.text, locale: this.#hello.locale});
    }

    #take(frame) {
        const about = this.#pending.get(frame.id ?? frame.re);
        if (frame.type === 'welcome') this.#welcome(frame);
        if (frame.type === 'typing') this.#on.typing(frame.on);
        if (frame.type === 'ack' && about) {
            clearTimeout(about.timer);
            this.#on.message(frame.id, 'sent');
        }
        if (frame.type === 'reply') this.#reply(frame);
        if (frame.type === 'error' && about) {
            clearTimeout(about.timer);
            if (frame.code === 'unknown_option' && about.option) this.#spell_out(frame.re);
            else if (frame.retry_after_ms) about.timer = setTimeout(() => this.#post(frame.re), frame.retry_after_ms);
            else this.#fail(frame.re, frame.code);
        }
    }

    // The server has offered something else since, or has forgotten what it offered.
    #spell_out(id) {
        this.#pending.get(id).option = undefined;
        this.#post(id);
    }

    #welcome(frame) {
        clearTimeout(this.#timer);
        this.#health = setTimeout(() => { this.#attempt = 0; }, patience.healthy);
        this.#failing_since = 0;
        const {session, resume, limits} = frame;
        Object.assign(this.#limits, limits);
        const anew = this.#hello.session && this.#hello.session !== session;
        Object.assign(this.#hello, {session, resume, ...(anew && {last_seq: 0})});
        this.#become('open');
        this.#on.welcome(frame, anew);
        for (const id of this.#pending.keys()) this.#post(id);
    }

    #reply(frame) {
        clearTimeout(this.#pending.get(frame.re)?.timer);
        if (this.#pending.delete(frame.re)) this.#on.message(frame.re, 'sent');
        if (frame.seq <= this.#hello.last_seq) return;
        this.#hello.last_seq = frame.seq;
        this.#on.reply(frame);
    }
}
