// The colours are the page's; that they can be read is ours.

const channels = colour => (colour.match(/^rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)/) ?? []).slice(1).map(Number);

const luminance = colour => {
    const [r, g, b] = channels(colour).map(c => {
        const s = c / 255;
        return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

// WCAG's contrast of two computed colours; NaN where one is given in another colour space.
export const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
};

export const readable_on = background => (luminance(background) > 0.179 ? '#000' : '#fff');
