"""The table (Markdown) and the picture (SVG)."""
import math

NAMES = {"gaitkeeper": "gaitkeeper", "fasttext": "fastText", "sklearn": "TF-IDF + linear SVM", "nlpjs": "nlp.js"}
COLOURS = {"gaitkeeper": "#0b6e4f", "fasttext": "#c1440e", "sklearn": "#2b4c9b", "nlpjs": "#7a3e9d"}


def percent(value):
    return "–" if value is None else f"{100 * value:.1f}"


def table(rows):
    lines = ["| set | matcher | in scope % | AUROC % | recall % at −1 point | p50 µs | p99 µs | training s | peak MB |",
             "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for r in rows:
        head = f"| {r.name} | {NAMES[r.peer]} |"
        if r.problem:
            lines.append(f"{head} {r.problem} | | | | | | |")
            continue
        lines.append(f"{head} {percent(r.accuracy)} | {percent(r.auroc)} | {percent(r.recall)} | {r.run.p50:.1f} | "
                     f"{r.run.p99:.1f} | {r.run.train_seconds:.1f} | {r.run.peak_mb:.0f} |")
    return "\n".join(lines) + "\n"


def picture(rows):
    """A panel a set: time a message (logarithmic) against in-scope accuracy."""
    sets = list(dict.fromkeys(r.name for r in rows))
    width, height, left, top = 300, 240, 50, 40
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * len(sets) + 20}" height="{height + 70}" '
           'font-family="sans-serif" font-size="12">']
    for column, name in enumerate(sets):
        here = [r for r in rows if r.name == name and not r.problem]
        if not here:
            continue
        low = math.floor(min(100 * r.accuracy for r in here)) - 1
        high = math.ceil(max(100 * r.accuracy for r in here)) + 1
        at_x = column * width

        def x(us):
            return at_x + left + (width - left - 20) * min(max(math.log10(us) / 5, 0), 1)

        def y(share):
            return top + (height - top) * (high - 100 * share) / (high - low)

        out.append(f'<text x="{at_x + left}" y="20" font-weight="bold">{name}</text>')
        out.append(f'<path d="M{at_x + left} {top}V{height}H{at_x + width - 20}" fill="none" stroke="#888"/>')
        for power in range(6):
            out.append(f'<text x="{x(10 ** power):.0f}" y="{height + 18}" text-anchor="middle">{10 ** power:g}</text>')
        out.append(f'<text x="{at_x + left + 90}" y="{height + 36}">µs a message (p50)</text>')
        for edge in (low, high):
            out.append(f'<text x="{at_x + left - 6}" y="{y(edge / 100) + 4:.0f}" text-anchor="end">{edge} %</text>')
        for r in here:
            out.append(f'<circle cx="{x(r.run.p50):.1f}" cy="{y(r.accuracy):.1f}" r="5" fill="{COLOURS[r.peer]}"/>')
    for i, (peer, label) in enumerate(NAMES.items()):
        out.append(f'<circle cx="{left + 5 + i * 150}" cy="{height + 56}" r="5" fill="{COLOURS[peer]}"/>'
                   f'<text x="{left + 16 + i * 150}" y="{height + 60}">{label}</text>')
    return "\n".join(out) + "\n</svg>\n"
