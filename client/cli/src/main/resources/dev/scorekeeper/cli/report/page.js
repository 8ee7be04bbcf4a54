// Puts the page together: the pictures of each output, tabs, tables that sort.

/** Shows one panel at a time, chosen by tabs: arrows, Home and End move among them. */
function tabs(panels, titles) {
  const list = element("div", { role: "tablist", class: "tabs", "aria-label": "Outputs" });
  const buttons = panels.map((panel, i) => {
    panel.id = "output-" + i;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", "tab-" + i);
    const button = element("button", { type: "button", role: "tab", id: "tab-" + i, "aria-controls": panel.id }, titles[i]);
    button.addEventListener("click", () => choose(i));
    button.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: panels.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const next = (to + panels.length) % panels.length;
        choose(next);
        buttons[next].focus();
      }
    });
    return button;
  });
  const choose = (chosen) =>
    panels.forEach((panel, i) => {
      panel.classList.toggle("away", i !== chosen);
      buttons[i].setAttribute("aria-selected", String(i === chosen));
      buttons[i].tabIndex = i === chosen ? 0 : -1;
    });
  list.append(...buttons);
  panels[0].before(list);
  choose(0);
}

/** Makes the heads of a table buttons that sort it. */
function sortable(table) {
  const body = table.tBodies[0];
  const value = (row, i) => {
    const text = row.cells[i].title || row.cells[i].textContent;
    const number = Number(text.replaceAll(",", "").replace("−", "-"));
    return text === "" || Number.isNaN(number) ? text : number;
  };
  [...table.tHead.rows[0].cells].forEach((head, i) => {
    const button = element("button", { type: "button", class: "sort" }, head.textContent);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      [...table.tHead.rows[0].cells].forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].sort((a, b) => {
        const [x, y] = [value(a, i), value(b, i)];
        const order = typeof x === "number" && typeof y === "number"
          ? x - y : String(x).localeCompare(String(y), "en", { numeric: true });
        return down ? -order : order;
      });
      body.append(...rows);
    });
    head.replaceChildren(button);
  });
}

const panels = [...document.querySelectorAll(".output")];
const outputs = panels.map((panel) => data.outputs[Number(panel.dataset.output)]);
panels.forEach((panel, i) => {
  const output = outputs[i];
  const place = panel.querySelector(".pictures");
  const matrices = (large) =>
    output.matrices.filter((matrix) => isLarge(matrix) === large).forEach((matrix) => matrixView(place, output, matrix));
  matrices(true);
  if (output.curves.length > 0) {
    curveViews(place, output);
  }
  matrices(false);
  place.hidden = place.childElementCount === 0;
});
if (panels.length > 1) {
  tabs(panels, outputs.map((output) => output.title));
}
document.querySelectorAll("table.sortable").forEach(sortable);
slicesView(document.getElementById("slices"));
