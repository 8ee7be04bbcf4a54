// Numbers, elements and the data of the page. Texts of the record only ever become text nodes.

const data = JSON.parse(document.getElementById("data").textContent);

/** A value in about five digits, as the page's tables show it. */
function figure(value) {
  if (Number.isNaN(value)) {
    return "–";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "∞" : "−∞";
  }
  return (value < 0 ? "−" : "") + magnitude(Math.abs(value));
}

function magnitude(value) {
  if (Number.isInteger(value) && value < 1e9) {
    return grouped(value, 0);
  }
  if (value >= 1e9 || value < 1e-4) {
    return value.toExponential(2);
  }
  if (value < 0.01) {
    return value.toFixed(6);
  }
  if (value < 10) {
    return value.toFixed(4);
  }
  if (value < 100) {
    return value.toFixed(3);
  }
  return value < 1000 ? value.toFixed(2) : grouped(value, 1);
}

function grouped(value, digits) {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A difference: with its sign, and no more digits than values that are not tiny have. */
function difference(value) {
  const small = Math.abs(value) >= 0.00095 && Math.abs(value) < 0.01;
  return (value > 0 ? "+" : "") + (small ? (value < 0 ? "−" : "") + Math.abs(value).toFixed(4) : figure(value));
}

/** A count of rows; weights may make it broken. */
function count(value) {
  return Number.isInteger(value) ? grouped(value, 0) : grouped(value, value < 100 ? 2 : 1);
}

function percent(value) {
  return Number.isNaN(value) ? "–" : (value * 100).toFixed(1) + " %";
}

/** Label of a tick: no digits more than the step needs. */
function tick(value) {
  return Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(1)
    : String(Number(value.toPrecision(6))).replace("-", "−");
}

/** An element with attributes (undefined and false: left out; true: empty) and children. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A drop-down with its label; `chosen` is called with the index of what was chosen. */
function chooser(label, options, chosen) {
  const select = element("select", {}, ...options.map((text, i) => element("option", { value: i }, text)));
  select.addEventListener("change", () => chosen(Number(select.value)));
  return element("label", { class: "chooser" }, element("span", {}, label), select);
}

/** Buttons of which one is down, first that with index `down`; `chosen` is called with the index of the one pressed. */
function toggle(label, options, chosen, down = 0) {
  const buttons = options.map((text, i) =>
    element("button", { type: "button", "aria-pressed": String(i === down) }, text));
  buttons.forEach((button, i) =>
    button.addEventListener("click", () => {
      buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      chosen(i);
    }));
  return element("div", { class: "toggle", role: "group", "aria-label": label }, ...buttons);
}

/** A region that scrolls sideways, by keys too. */
function scrolling(label, child) {
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": label }, child);
}

/** Columns of a curve as arrays of numbers; undefined when there is none of that kind. */
function curve(curves, kind, classId) {
  const found = curves.find((each) => each.kind === kind && each.classId === classId);
  if (!found) {
    return undefined;
  }
  const columns = {};
  for (const [name, values] of Object.entries(found.columns)) {
    columns[name] = values.map(Number);
  }
  return columns;
}

/** The classes that curves of these kinds are about; undefined stands for no class. */
function classesOf(curves, kinds) {
  return [...new Set(curves.filter((each) => kinds.includes(each.kind)).map((each) => each.classId))];
}

function className(output, id) {
  return id === undefined ? "all" : output.classNames[id] ?? String(id);
}

function points(xs, ys) {
  const made = [];
  for (let i = 0; i < Math.min(xs.length, ys.length); i++) {
    if (Number.isFinite(xs[i]) && Number.isFinite(ys[i])) {
      made.push({ x: xs[i], y: ys[i] });
    }
  }
  return made;
}

function sum(values) {
  return values.reduce((all, value) => all + value, 0);
}
