// Confusion matrix as a table coloured by share; its largest confusions beside it.

/** Above as many classes the cells show no numbers; above the second, there is no table at all. */
const NUMBERED_CLASSES = 16;
const MOST_CLASSES = 120;
const SHOWN_CONFUSIONS = 8;

/** Whether the matrix takes the page's whole width. */
function isLarge(matrix) {
  return matrix.classes > 4;
}

function matrixView(parent, output, matrix) {
  const n = matrix.classes;
  const cells = [];
  for (let i = 0; i < matrix.cells.length; i += 3) {
    cells.push({ label: matrix.cells[i], predicted: matrix.cells[i + 1], value: Number(matrix.cells[i + 2]) });
  }
  if (n === 0 || cells.length === 0) {
    return;
  }
  const rows = new Array(n).fill(0);
  const columns = new Array(n).fill(0);
  const right = new Array(n).fill(0);
  for (const { label, predicted, value } of cells) {
    rows[label] += value;
    columns[predicted] += value;
    right[label] += label === predicted ? value : 0;
  }
  const name = (i) => className(output, i);
  const sums = { n, cells, rows, columns, right, name };
  const figureElement = element("figure", { class: isLarge(matrix) ? "wide-picture" : undefined });
  const caption = element("figcaption", {}, "Confusion matrix");
  const body = element("div", { class: "confusion-body" });
  figureElement.append(caption, body);
  parent.append(figureElement);
  if (n <= MOST_CLASSES) {
    const place = element("div", { class: "matrix-place" });
    const show = (shares) =>
      place.replaceChildren(scrolling("Confusion matrix", matrixTable(sums, shares)));
    caption.append(toggle("Numbers of the matrix", ["% of label", "counts"], (i) => show(i === 0)));
    show(true);
    body.append(place);
  }
  const list = confusions(sums);
  if (list) {
    body.append(list);
  }
}

/** How strongly a cell is coloured: its share of the label's rows, the same whatever it shows. */
function shade(cell, share) {
  cell.style.setProperty("--share", String(Math.round(share * 1000) / 10) + "%");
  if (share > 0.55) {
    cell.classList.add("strong");
  }
}

function hundredths(share) {
  return (share * 100).toFixed(1);
}

function matrixTable({ n, cells, rows, columns, right, name }, shares) {
  const numbered = n <= NUMBERED_CLASSES;
  const at = new Map(cells.map((cell) => [cell.label * n + cell.predicted, cell.value]));
  const longest = Math.max(...rows.map((_, i) => name(i).length));
  const upright = n > 4 && longest > 4;
  const head = element("tr", {},
    element("th", { class: "corner", scope: "col" }, element("span", {}, "label ↓ predicted →")));
  for (let j = 0; j < n; j++) {
    head.append(element("th", { scope: "col", class: upright ? "upright" : undefined, title: name(j) },
      element("span", {}, name(j))));
  }
  head.append(element("th", { scope: "col", class: "total" }, "rows"), element("th", { scope: "col", class: "total" }, "recall %"));
  const body = element("tbody");
  for (let i = 0; i < n; i++) {
    const line = element("tr", {}, element("th", { scope: "row", title: name(i) }, element("span", {}, name(i))));
    for (let j = 0; j < n; j++) {
      const value = at.get(i * n + j) || 0;
      const share = rows[i] > 0 ? value / rows[i] : 0;
      const text = !numbered || value === 0 ? "" : shares ? (share * 100).toFixed(share < 0.0995 ? 1 : 0) : count(value);
      const cell = element("td", {
        class: i === j ? "right" : "wrong",
        title: `${name(i)} taken for ${name(j)}: ${count(value)} of ${count(rows[i])}, ${percent(share)}`,
      }, text);
      shade(cell, share);
      line.append(cell);
    }
    line.append(
      element("td", { class: "total" }, count(rows[i])),
      element("td", { class: "total" }, rows[i] > 0 ? hundredths(right[i] / rows[i]) : "–"));
    body.append(line);
  }
  if (numbered) {
    const foot = element("tr", { class: "foot" }, element("th", { scope: "row" }, "precision %"));
    for (let j = 0; j < n; j++) {
      foot.append(element("td", { class: "total" }, columns[j] > 0 ? hundredths(right[j] / columns[j]) : "–"));
    }
    const all = sum(rows);
    foot.append(element("td", { class: "total" }, count(all)),
      element("td", { class: "total", title: "accuracy" }, hundredths(sum(right) / all)));
    body.append(foot);
  }
  return element("table", { class: "matrix" + (numbered ? "" : " dense") }, element("thead", {}, head), body);
}

/** The cells off the diagonal with most rows; null when there is none. */
function confusions({ cells, rows, name }) {
  const wrong = cells.filter((cell) => cell.label !== cell.predicted).sort((a, b) => b.value - a.value);
  if (wrong.length === 0 || rows.length < 3) {
    return null;
  }
  const lines = wrong.slice(0, SHOWN_CONFUSIONS).map((cell) => {
    const share = cell.value / rows[cell.label];
    const bar = element("i", {});
    bar.style.setProperty("--share", String(share * 100) + "%");
    return element("li", {},
      element("span", { class: "pair" }, name(cell.label), element("small", {}, " taken for "), name(cell.predicted)),
      element("span", { class: "share" }, count(cell.value), element("small", {}, " · " + percent(share))), bar);
  });
  return element("div", { class: "confusions" }, element("h3", {}, "Most frequent confusions"), element("ol", {}, ...lines));
}
