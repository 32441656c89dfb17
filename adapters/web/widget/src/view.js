import {contrast, readable_on} from './colour.js';

// What is seen of the panel, beside what stands in it.

export const phone = matchMedia('(max-width: 30rem)');

export const at_end = ({log}) => log.scrollHeight - log.scrollTop - log.clientHeight < 24;

export const to_end = ({log}) => { log.scrollTop = log.scrollHeight; };

export const bring = ({log}, element) => {
    log.scrollTop += element.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
};

export const grow = ({input}) => {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
};

// Above the keyboard of a phone, which the layout's own units do not know of.
export const fit = ({panel}) => {
    panel.style.setProperty('--visible', visualViewport && phone.matches ? `${visualViewport.height}px` : '');
};

// A dialog beside the page, or over all of a phone. The attribute does not move the focus, as show() would.
export const present = (ui, focused) => {
    const {panel} = ui;
    release(ui);
    if (phone.matches) {
        panel.showModal();
        document.documentElement.style.overflow = 'hidden';
    } else panel.setAttribute('open', '');
    focused?.focus();
    fit(ui);
};

// Gives the page back; in a page's own place the panel is no dialog and has taken nothing.
export const release = ({panel} = {}) => {
    if (!panel?.open) return;
    if (panel.matches(':modal')) document.documentElement.style.overflow = '';
    panel.close();
};

export const update_launcher = ({launcher, badge, root}, say, open, count) => {
    const urgent = count > 0 && 'urgent' in root.dataset;
    const key = open ? 'close' : urgent ? 'open_emergency' : count ? 'open_unread' : 'open';
    badge.hidden = !count;
    badge.textContent = urgent ? '!' : count;
    launcher.setAttribute('aria-label', say(key, {count}));
    launcher.setAttribute('aria-expanded', String(open));
    launcher.classList.toggle('alarm', urgent);
};

// Help that is to be called stays in sight however long the conversation grows.
export const pin = (ui, emergency) => {
    ui.emergency = emergency;
    ui.urgent.hidden = false;
    ui.urgent_call.replaceChildren(...[...emergency.querySelectorAll('.call')].map(link => link.cloneNode(true)));
    ui.root.dataset.urgent = '';
};

// Text on the page's colours is black or white, whichever can be read; what stays unreadable is said to the page's author.
export const paint = ({root, probe}, say) => {
    const {color, backgroundColor, borderTopColor} = getComputedStyle(probe);
    root.style.setProperty('--on-accent', readable_on(borderTopColor));
    const ratio = contrast(color, backgroundColor);
    if (ratio < 4.5) console.warn(say('low_contrast', {number: ratio.toFixed(2)}));
};
