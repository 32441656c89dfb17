// Elements without markup: text is only ever text, whatever it holds.

const svg_space = 'http://www.w3.org/2000/svg';

export const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
    }
    made.append(...children.filter(child => child !== undefined));
    return made;
};

export const icon = path => {
    const drawing = document.createElementNS(svg_space, 'svg');
    drawing.setAttribute('viewBox', '0 0 24 24');
    drawing.setAttribute('aria-hidden', 'true');
    const line = document.createElementNS(svg_space, 'path');
    line.setAttribute('d', path);
    drawing.append(line);
    return drawing;
};

export const paths = {
    talk: 'M4 5h16v11H10l-5 4v-4H4z M8 9h8 M8 12.5h5',
    close: 'M6 6l12 12 M18 6L6 18',
    send: 'M4 12h15 M13 6l6 6-6 6',
    forget: 'M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13',
};

// A text with its telephone numbers as links. Only numbers that the server names are links.
export const with_numbers = (text, numbers, label) => {
    const parts = [];
    let rest = text;
    for (;;) {
        const [at, number] = numbers
            .map(n => [rest.indexOf(n), n])
            .filter(([i]) => i >= 0)
            .sort(([i, a], [j, b]) => i - j || b.length - a.length)[0] ?? [];
        if (number === undefined) return [...parts, rest];
        parts.push(rest.slice(0, at), call_link(number, number, label));
        rest = rest.slice(at + number.length);
    }
};

export const call_link = (number, shown, label, attributes = {}) => make('a', {
    ...attributes,
    href: 'tel:' + encodeURIComponent(number.replace(/\s/g, '')).replace('%2B', '+'),
    rel: 'noopener noreferrer',
    'aria-label': label(number),
}, shown);
