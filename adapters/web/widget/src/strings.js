// What the widget says. The build fills in the texts of locales: one language inside, of the others
// the hash, so that a file fetched later is the one that was built with this module.

const builtin = '{{builtin}}';
const inside = {tag: builtin, ...{/*inside*/}};
const hashes = {/*hashes*/};

// The language among ours that serves a BCP 47 tag, by its longest prefix that we have.
const closest = tag => {
    for (let t = tag; t; t = t.replace(/-?[^-]*$/, '')) {
        if (t === builtin || hashes[t]) return t;
    }
    return builtin;
};

const fetched = {};

export const strings_at_once = () => inside;

// The texts of a language; those inside where the file cannot be had.
export const strings_for = async tag => {
    const language = closest(tag);
    if (language === builtin) return inside;
    fetched[language] ??= fetch(new URL(`widget/${language}.json`, import.meta.url), {
        integrity: hashes[language],
        credentials: 'omit',
        referrerPolicy: 'origin',
    }).then(answer => answer.json()).then(texts => ({...texts, tag: language}));
    try {
        return await fetched[language];
    } catch {
        delete fetched[language];
        return inside;
    }
};

const plural = /\{(\w+), plural,((?:\s*[\w=]+ \{[^{}]*\})+)\}/g;

// The part of ICU MessageFormat that our texts use: values by name, and plurals of them.
export const format = (strings, key, values = {}) => strings[key]
    .replace(plural, (_, name, forms) => {
        const category = new Intl.PluralRules(strings.tag).select(values[name]);
        const all = Object.fromEntries([...forms.matchAll(/(\S+) \{([^{}]*)\}/g)].map(([, c, text]) => [c, text]));
        return (all[category] ?? all.other).replace('#', new Intl.NumberFormat(strings.tag).format(values[name]));
    })
    .replace(/\{(\w+)\}/g, (_, name) => values[name]);
