import {call_link, make, with_numbers} from './dom.js';

const headed = ['emergency', 'caution'];

// The messages as list items. `say(key, values)` gives our texts, `choose(option)` takes a choice, which
// `is_ours` where no reply has offered it, `retry(id)` sends a message again.
export class Log {
    #say;
    #choose;
    #retry;
    #mine = new Map();
    list = make('ol', {role: 'list'});

    constructor({say, choose, retry}) {
        this.#say = say;
        this.#choose = choose;
        this.#retry = retry;
    }

    #item(who, ...children) {
        const item = make('li', {class: who === 'you' ? 'mine' : 'theirs', part: 'message'},
            make('span', {class: 'hidden'}, this.#say(who)), ...children);
        this.list.append(item);
        return item;
    }

    clear() {
        this.#mine.clear();
        this.list.replaceChildren();
    }

    greeting(text, starters) {
        this.#item('assistant', make('p', {class: 'answer'}, text), this.#options(starters.map(text => ({label: text, text, is_ours: true}))));
    }

    note(text) {
        this.list.append(make('li', {class: 'note'}, text));
    }

    mine(id, text) {
        this.#settle_options();
        const state = make('span', {class: 'state', 'aria-live': 'off'});
        this.#mine.set(id, {state, item: this.#item('you', make('p', {dir: 'auto'}, text), state)});
    }

    state(id, state, code) {
        const own = this.#mine.get(id);
        if (!own || !state || own.now === state) return;
        own.now = state;
        own.item.dataset.state = state;
        own.alert?.remove();
        own.state.textContent = state === 'failed' ? '' : this.#say(state);
        if (state !== 'failed') return;
        const long = code === 'too_long';
        const again = make('button', {type: 'button', class: 'retry', part: 'retry'}, this.#say('retry'));
        again.addEventListener('click', () => this.#retry(id));
        own.alert = make('span', {role: 'alert', class: 'failure'},
            make('span', {}, this.#say(long ? 'too_long' : 'failed')), long ? undefined : again);
        own.item.append(own.alert);
    }

    // A reply's item, and of its emergency the element. What is only drawn again is not announced again.
    reply(frame, direction, announced) {
        this.#settle_options();
        const item = this.#item('assistant');
        item.lang = frame.locale ?? '';
        const found = {item};
        for (const block of frame.blocks ?? []) {
            const drawn = this.#block(block, direction, announced);
            item.append(drawn);
            if (block.kind === 'emergency') found.emergency = drawn;
        }
        const options = this.#options(frame.suggestions ?? []);
        if (options) item.append(options);
        return found;
    }

    #block({kind, text, numbers = []}, direction, announced) {
        const call = number => this.#say('call', {number});
        const block = make('div', {
            class: kind, part: `block ${kind}`, dir: direction,
            // Announced at once and once: the nearest live region is the one that counts.
            role: kind === 'emergency' && announced ? 'alert' : undefined,
        });
        if (headed.includes(kind)) block.append(make('strong', {}, this.#say(kind)));
        block.append(make('p', {}, ...with_numbers(text, numbers, call)));
        if (kind === 'emergency' && numbers[0]) {
            block.append(call_link(numbers[0], call(numbers[0]), call, {class: 'call', part: 'call'}));
        }
        return block;
    }

    #options(offered) {
        if (!offered.length) return undefined;
        const group = make('div', {class: 'options', role: 'group', 'aria-label': this.#say('options')});
        for (const option of offered) {
            const button = make('button', {type: 'button', part: 'option', dir: 'auto'}, option.label);
            button.addEventListener('click', () => {
                if (button.getAttribute('aria-disabled') === 'true') return;
                if (this.#choose(option)) button.classList.add('chosen');
            });
            group.append(button);
        }
        return group;
    }

    #settle_options() {
        for (const button of this.list.querySelectorAll('.options button')) button.setAttribute('aria-disabled', 'true');
    }
}
