// What has been said, in the page's memory. Only where the page asks for it also in the tab's own
// storage, so that a reload goes on with the conversation.

const read = key => {
    try {
        return JSON.parse(sessionStorage.getItem(key)) ?? {};
    } catch {
        return {};
    }
};

class Record {
    #key;

    constructor(key) {
        this.#key = key;
        const {entries = [], session = {}} = key ? read(key) : {};
        this.entries = entries;
        this.session = session;
    }

    get kept() { return this.#key !== undefined; }

    mine(id) { return this.entries.find(entry => entry.id === id); }

    unsent() { return this.entries.filter(({id, state}) => id && state !== 'sent' && state !== 'failed'); }

    add(entry) {
        this.entries.push(entry);
        this.save();
    }

    clear() {
        this.entries = [];
        this.session = {};
        if (this.#key) sessionStorage.removeItem(this.#key);
    }

    save() {
        if (!this.#key || !this.entries.length) return;
        try {
            sessionStorage.setItem(this.#key, JSON.stringify({entries: this.entries, session: this.session}));
        } catch {
            // Full or forbidden: the conversation then ends with the page.
        }
    }
}

export const record_for = address => new Record(address ? `gaitkeeper:${address}` : undefined);
