// Confusion matrix as a table coloured by share; its largest confusions beside it.

/** Above as many classes the cells show no numbers; above the second, they are the points of a picture. */
const NUMBERED_CLASSES = 16;
const MOST_CELLS = 60;
const SHOWN_CONFUSIONS = 8;
const FIRST_CLASSES = 25;

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
  const decided = n === 2 && output.threshold !== undefined ? ", decided at " + figure(output.threshold) : "";
  const caption = element("figcaption", {}, "Confusion matrix" + decided);
  const body = element("div", { class: "confusion-body" });
  figureElement.append(caption, body);
  parent.append(figureElement);
  if (n > MOST_CELLS) {
    body.append(heatMap(sums));
  } else {
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
  if (n > NUMBERED_CLASSES) {
    figureElement.append(classTable(sums));
  }
}

/** The matrix as a picture, a point a cell; a line below says which cell the pointer is on. */
function heatMap({ n, cells, rows, name }) {
  const canvas = element("canvas", {
    class: "heat", width: n, height: n, role: "img",
    "aria-label": `Confusion matrix of ${n} classes, labels downwards, predictions to the right`,
  });
  const below = element("p", { class: "note" }, "Labels downwards, predictions to the right; point at a cell.");
  const at = new Map(cells.map((cell) => [cell.label * n + cell.predicted, cell.value]));
  canvas.addEventListener("pointermove", (event) => {
    const box = canvas.getBoundingClientRect();
    const place = (offset, size) => Math.max(0, Math.min(n - 1, Math.floor((offset / size) * n)));
    const [i, j] = [place(event.clientY - box.top, box.height), place(event.clientX - box.left, box.width)];
    below.textContent = cellText(name, i, j, at.get(i * n + j) || 0, rows[i]);
  });
  const draw = () => {
    const { blue, orange, wash } = palette();
    const context = canvas.getContext("2d");
    context.fillStyle = wash;
    context.fillRect(0, 0, n, n);
    for (const { label, predicted, value } of cells) {
      // A single row among many is to be seen, too.
      context.fillStyle = faint(label === predicted ? blue : orange, 0.25 + (0.75 * value) / rows[label]);
      context.fillRect(predicted, label, 1, 1);
    }
  };
  draw();
  pictures.push({ draw });
  return element("div", { class: "heat-place" }, canvas, below);
}

function cellText(name, i, j, value, ofLabel) {
  return `${name(i)} taken for ${name(j)}: ${count(value)} of ${count(ofLabel)}, ${percent(ofLabel > 0 ? value / ofLabel : NaN)}`;
}

/** What there is to say of each class, that with the lowest recall first. */
function classTable({ n, cells, rows, columns, right, name }) {
  const worst = new Array(n).fill(null);
  for (const cell of cells) {
    if (cell.label !== cell.predicted && !(worst[cell.label]?.value >= cell.value)) {
      worst[cell.label] = cell;
    }
  }
  const recall = (i) => right[i] / rows[i];
  // Classes that are only predicted, and so have no recall, stand last.
  const seen = rows.map((_, i) => i).filter((i) => rows[i] > 0 || columns[i] > 0);
  const order = [
    ...seen.filter((i) => rows[i] > 0).sort((a, b) => recall(a) - recall(b) || rows[b] - rows[a]),
    ...seen.filter((i) => !(rows[i] > 0)),
  ];
  const body = element("tbody");
  const fill = (ids) => body.append(...ids.map((i) => element("tr", {},
    element("td", { class: "name" }, name(i)), element("td", {}, count(rows[i])),
    element("td", {}, rows[i] > 0 ? hundredths(recall(i)) : "–"),
    element("td", {}, columns[i] > 0 ? hundredths(right[i] / columns[i]) : "–"),
    element("td", {}, worst[i] ? `${name(worst[i].predicted)} (${count(worst[i].value)})` : "–"))));
  fill(order.slice(0, FIRST_CLASSES));
  const heads = ["class", "rows", "recall %", "precision %", "most often taken for"]
    .map((text) => element("th", { scope: "col" }, text));
  const table = element("table", { class: "classes" }, element("thead", {}, element("tr", {}, ...heads)), body);
  sortable(table);
  const made = element("div", { class: "class-table" },
    element("h3", {}, "By class, lowest recall first"), scrolling("By class", table));
  if (order.length > FIRST_CLASSES) {
    const more = element("button", { type: "button", class: "more" }, "Show all " + count(order.length) + " classes");
    const all = () => {
      if (more.isConnected) {
        more.remove();
        fill(order.slice(FIRST_CLASSES));
      }
    };
    more.addEventListener("click", all);
    // Whoever sorts means all of them; this goes before the sorting.
    table.tHead.addEventListener("click", all, true);
    made.append(more);
  }
  return made;
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
  head.append(element("th", { scope: "col", class: "total of-rows" }, "rows"), element("th", { scope: "col", class: "total" }, "recall %"));
  const body = element("tbody");
  for (let i = 0; i < n; i++) {
    const line = element("tr", {}, element("th", { scope: "row", title: name(i) }, element("span", {}, name(i))));
    for (let j = 0; j < n; j++) {
      const value = at.get(i * n + j) || 0;
      const share = rows[i] > 0 ? value / rows[i] : 0;
      const text = !numbered || value === 0 ? "" : shares ? (share * 100).toFixed(share < 0.0995 ? 1 : 0) : count(value);
      const cell = element("td", {
        class: i === j ? "right" : "wrong",
        title: cellText(name, i, j, value, rows[i]),
      }, text);
      shade(cell, share);
      line.append(cell);
    }
    line.append(
      element("td", { class: "total of-rows" }, count(rows[i])),
      element("td", { class: "total" }, rows[i] > 0 ? hundredths(right[i] / rows[i]) : "–"));
    body.append(line);
  }
  if (numbered) {
    const foot = element("tr", { class: "foot" }, element("th", { scope: "row" }, "precision %"));
    for (let j = 0; j < n; j++) {
      foot.append(element("td", { class: "total" }, columns[j] > 0 ? hundredths(right[j] / columns[j]) : "–"));
    }
    const all = sum(rows);
    foot.append(element("td", { class: "total of-rows" }, count(all)),
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
  const shown = rows.length > MOST_CELLS ? 2 * SHOWN_CONFUSIONS : SHOWN_CONFUSIONS;
  const lines = wrong.slice(0, shown).map((cell) => {
    const share = cell.value / rows[cell.label];
    const bar = element("i", {});
    bar.style.setProperty("--share", String(share * 100) + "%");
    return element("li", {},
      element("span", { class: "pair" }, name(cell.label), element("small", {}, " taken for "), name(cell.predicted)),
      element("span", { class: "share" }, count(cell.value), element("small", {}, " · " + percent(share))), bar);
  });
  return element("div", { class: "confusions" }, element("h3", {}, "Most frequent confusions"), element("ol", {}, ...lines));
}
