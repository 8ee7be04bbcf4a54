// Values by slice: a bar with its interval for each, against the whole; sorted by any column.

const FIRST_SLICES = 25;

function slicesView(section) {
  if (data.slices.length === 0) {
    return;
  }
  const groups = [...new Set(data.slices.map((slice) => slice.group))];
  const metrics = data.metrics
    .map((metric, index) => ({ ...metric, index }))
    .filter((metric) => data.slices.some((slice) => slice.values[metric.index] !== null));
  if (metrics.length === 0) {
    return;
  }
  const preferred = metrics.findIndex((metric) => !/loss/i.test(metric.name));
  const state = {
    group: groups[0], metric: metrics[Math.max(0, preferred)], sort: "value", down: false, all: false,
  };
  state.down = state.metric.higherIsBetter === false;
  const place = element("div");
  const show = () => place.replaceChildren(...slicesTable(state, show));
  const controls = element("div", { class: "controls" });
  if (groups.length > 1) {
    controls.append(chooser("By", groups, (i) => {
      state.group = groups[i];
      state.all = false;
      show();
    }));
  }
  const metricChooser = chooser("Value", metrics.map((metric) => metric.name), (i) => {
    state.metric = metrics[i];
    state.sort = "value";
    state.down = state.metric.higherIsBetter === false;
    show();
  });
  metricChooser.querySelector("select").value = String(Math.max(0, preferred));
  controls.append(metricChooser);
  section.append(controls, place);
  section.hidden = false;
  show();
}

function sliceRows(state) {
  return data.slices.filter((slice) => slice.group === state.group).map((slice) => {
    const value = slice.values[state.metric.index];
    const numbers = Array.isArray(value) ? value.map(Number) : [NaN];
    return {
      name: slice.name, rows: slice.rows, value: numbers[0], lower: numbers[1], upper: numbers[2],
      reason: typeof value === "string" ? value : "no value",
    };
  });
}

/** Orders rows; those without a number stand last whichever way. */
function sorted(rows, state) {
  const sign = state.down ? -1 : 1;
  const key = state.sort;
  return [...rows].sort((a, b) => {
    if (key === "name") {
      return sign * a.name.localeCompare(b.name, "en", { numeric: true });
    }
    const [x, y] = [a[key], b[key]];
    return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : sign * (x - y);
  });
}

/** What the bars show, from 0 or below to the largest number; to 1 for what lies within [0, 1]. */
function barRange(rows, whole) {
  const ends = rows.flatMap((row) => [row.value, row.lower, row.upper]).concat(whole).filter(Number.isFinite);
  const most = Math.max(0, ...ends);
  const least = Math.min(0, ...ends);
  return { low: least, high: most <= 1 && most > 0.4 ? 1 : most === least ? least + 1 : most };
}

function slicesTable(state, show) {
  const rows = sorted(sliceRows(state), state);
  const whole = Array.isArray(state.metric.whole) ? Number(state.metric.whole[0]) : NaN;
  const range = barRange(rows, whole);
  const place = (value) => String(((value - range.low) / (range.high - range.low)) * 100) + "%";
  const intervals = rows.some((row) => row.lower !== undefined);
  const head = element("tr", {},
    sortHead(state, "name", state.group, show), sortHead(state, "rows", "rows", show),
    sortHead(state, "value", state.metric.name, show),
    element("th", { scope: "col", class: "bar" },
      Number.isNaN(whole) ? "" : "whole: " + figure(whole)),
    intervals ? element("th", { scope: "col", class: "extra" }, "interval") : null,
    Number.isNaN(whole) ? null : element("th", { scope: "col", class: "extra" }, "difference"));
  const shown = state.all ? rows : rows.slice(0, FIRST_SLICES);
  const body = element("tbody", {}, ...shown.map((row) => sliceLine(state, row, whole, place, intervals)));
  const parts = [scrolling("Values by slice", element("table", { class: "slices" }, element("thead", {}, head), body))];
  if (rows.length > shown.length) {
    const more = element("button", { type: "button", class: "more" }, "Show all " + count(rows.length) + " slices");
    more.addEventListener("click", () => {
      state.all = true;
      show();
    });
    parts.push(more);
  }
  return parts;
}

function sortHead(state, key, text, show) {
  const sort = state.sort !== key ? undefined : state.down ? "descending" : "ascending";
  const button = element("button", { type: "button", class: "sort", "data-sort": key }, text);
  button.addEventListener("click", () => {
    state.down = state.sort === key ? !state.down : false;
    state.sort = key;
    show();
    document.querySelector(`#slices button[data-sort="${key}"]`).focus();
  });
  return element("th", { scope: "col", "aria-sort": sort }, button);
}

function sliceLine(state, row, whole, place, intervals) {
  const apart = row.value - whole;
  // With an interval, only what lies outside it is called worse.
  const sure = row.lower === undefined || whole < row.lower || whole > row.upper;
  const worse = state.metric.higherIsBetter !== undefined && sure && Math.abs(apart) > 0
    && apart > 0 !== state.metric.higherIsBetter;
  const known = !Number.isNaN(row.value);
  return element("tr", {},
    element("td", { class: "name" }, row.name), element("td", {}, count(row.rows)),
    element("td", { class: "main", title: known ? undefined : row.reason }, figure(row.value)),
    element("td", { class: "bar" }, known ? sliceBar(row, whole, place, worse) : element("span", { class: "fine" }, row.reason)),
    intervals ? element("td", { class: "extra" }, row.lower === undefined ? "" : figure(row.lower) + " to " + figure(row.upper)) : null,
    Number.isNaN(whole) ? null
      : element("td", { class: "extra last" + (worse ? " bad" : "") }, known ? difference(apart) : ""));
}

function sliceBar(row, whole, place, worse) {
  const part = (style, from, to) => {
    const made = element("i", { class: style });
    made.style.setProperty("--from", from);
    made.style.setProperty("--to", to);
    return made;
  };
  const [low, high] = [Math.min(0, row.value), Math.max(0, row.value)];
  return element("div", { class: "track" },
    part("fill" + (worse ? " worse" : ""), place(low), place(high)),
    Number.isNaN(whole) ? null : part("whole", place(whole), place(whole)),
    row.lower === undefined ? null : part("whisker", place(row.lower), place(row.upper)));
}
