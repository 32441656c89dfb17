// What the page does beyond being read: copying, and opening the guide from its own button.
const guide = document.querySelector('gait-keeper');

for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin;
for (const place of document.querySelectorAll('[data-socket-origin]')) place.textContent = location.origin.replace('http', 'ws');

document.getElementById('ask').addEventListener('click', () => guide.show?.());

for (const button of document.querySelectorAll('[data-copy]')) {
    const {textContent: name, dataset: {copy, done}} = button;
    button.hidden = !navigator.clipboard;
    button.addEventListener('click', async () => {
        await navigator.clipboard.writeText(document.getElementById(copy).textContent);
        button.textContent = done;
        setTimeout(() => { button.textContent = name; }, 2000);
    });
}
