"""The fixed parts of the HTML report: its style and its script, both inline so that the file stands alone."""

STYLE = """
:root { color-scheme: light dark; --ink: #1a2230; --soft: #5b6676; --line: #dfe4ea; --ground: #f6f7f9; --card: #ffffff;
  --right: #1f7a5c; --partly: #c9a227; --wrong: #c2452d; --accent: #2b5c9e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --soft: #9aa6b5; --line: #2e3845; --ground: #12171e;
  --card: #1a212b; --right: #46b68c; --partly: #dcb84a; --wrong: #ec7a60; --accent: #7fb0f0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.6;
  font-family: system-ui, "Hiragino Sans", "Noto Sans JP", "Yu Gothic UI", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.6rem; margin: 0; letter-spacing: .01em; } h2 { font-size: 1.05rem; margin: 36px 0 10px; }
.sub { color: var(--soft); margin: 4px 0 24px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 10px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; }
.tile b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; line-height: 1.25; }
.tile span { color: var(--soft); font-size: .82rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; }
figure svg { width: 100%; height: auto; display: block; } svg text { fill: var(--ink); font-size: 13px; }
svg .soft { fill: var(--soft); } .bar-right { fill: var(--right); } .bar-silent { fill: var(--partly); } .bar-wrong { fill: var(--wrong); }
.track { fill: var(--line); } .axis { stroke: var(--line); } .curve { fill: none; stroke: var(--accent); stroke-width: 2; }
.chosen { fill: var(--accent); }
.filters { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 0 0 10px; }
.filters input, .filters select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; padding: 6px 10px; } .filters input { flex: 1 1 220px; } #shown { color: var(--soft); font-size: .88rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--soft); font-weight: 600; position: sticky; top: 0; background: var(--card); }
th, td { padding: 10px 12px; border-bottom: 1px solid var(--line); vertical-align: top; } tr:last-child td { border-bottom: 0; }
td.id { white-space: nowrap; } td.answer { min-width: 320px; } td.question { min-width: 200px; max-width: 280px; }
.kind { color: var(--soft); font-size: .8rem; display: block; } .mark { font-weight: 700; } .mark.right { color: var(--right); }
.mark.silent { color: var(--partly); } .mark.wrong { color: var(--wrong); }
.turn { color: var(--soft); font-size: .82rem; display: block; } .wanted { color: var(--soft); font-size: .82rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: inherit; }
blockquote { margin: 6px 0; padding: 2px 10px; border-left: 3px solid var(--accent); color: var(--soft); }
summary { cursor: pointer; color: var(--accent); font-size: .85rem; }
ul.scores { list-style: none; margin: 0; padding: 0; font-size: .82rem; min-width: 190px; } .scores .bad { color: var(--wrong); }
.scores .none { color: var(--soft); }
@media print { .filters { display: none; } body { background: none; } }
"""

SCRIPT = """
const rows = [...document.querySelectorAll("tbody tr")], words = document.getElementById("words");
const type = document.getElementById("type"), verdict = document.getElementById("verdict"), shown = document.getElementById("shown");
function filter() {
  const wanted = words.value.normalize("NFKC").toLowerCase();
  let count = 0;
  for (const row of rows) {
    const fits = (!type.value || row.dataset.type === type.value) && (!verdict.value || row.dataset.verdict === verdict.value)
      && row.textContent.normalize("NFKC").toLowerCase().includes(wanted);
    row.hidden = !fits;
    count += fits;
  }
  shown.textContent = count + " of " + rows.length + " cases";
}
for (const control of [words, type, verdict]) control.addEventListener("input", filter);
filter();
"""
