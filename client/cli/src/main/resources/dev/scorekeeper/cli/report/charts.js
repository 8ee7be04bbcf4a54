// Pictures by Chart.js, in the colours of the page's style sheet, drawn anew when the theme changes.

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const pictures = [];

function palette() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue("--" + name).trim();
  return {
    ink: named("ink"), soft: named("soft"), line: named("line"), card: named("card"),
    wash: named("wash"), blue: named("c1"), orange: named("c2"), green: named("c3"), violet: named("c4"),
  };
}

/** The colour, given as #rrggbb, let through. */
function faint(color, alpha) {
  return color + Math.round(alpha * 255).toString(16).padStart(2, "0");
}

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 12;
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

/**
 * Adds a picture to a parent. `build` makes the configuration from the palette, and again whenever
 * something changed; `label` says in words what is seen.
 */
function picture(parent, { title, label, note, wide }, build) {
  const canvas = element("canvas", { role: "img" });
  const caption = element("p", { class: "note" });
  const figureElement = element("figure", { class: wide ? "wide-picture" : undefined },
    element("figcaption", {}, title), element("div", { class: "plot" }, canvas), caption);
  parent.append(figureElement);
  const made = { figure: figureElement, chart: null };
  const words = () => {
    caption.textContent = note ? note() : "";
    caption.hidden = caption.textContent === "";
    canvas.setAttribute("aria-label", label ? label() : title);
  };
  made.draw = () => {
    if (made.chart) {
      made.chart.destroy();
    }
    made.chart = new Chart(canvas, build(palette()));
    words();
  };
  made.refresh = () => {
    const config = build(palette());
    made.chart.data = config.data;
    made.chart.options = config.options;
    made.chart.update("none");
    words();
  };
  made.draw();
  pictures.push(made);
  return made;
}

dark.addEventListener("change", () => pictures.forEach((each) => each.draw()));

// On paper the style sheet is the light one whatever the screen's is: the pictures follow it.
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("print");
  pictures.forEach((each) => each.draw());
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("print");
  pictures.forEach((each) => each.draw());
});

const UNIT = { min: 0, max: 1 };
const DIAGONAL = [{ x: 0, y: 0 }, { x: 1, y: 1 }];
const AT_THRESHOLD = "at the threshold";

/** Options with two linear axes; each is {title, min, max, format}. */
function axes(colors, x, y, more) {
  const axis = ({ title, format, ...rest }, across) => ({
    type: "linear",
    ...rest,
    title: { display: true, text: title, color: colors.soft },
    grid: { color: colors.line, display: !across },
    border: { color: colors.soft, display: across },
    ticks: {
      color: colors.soft, maxRotation: 0, autoSkipPadding: 12, maxTicksLimit: 7, includeBounds: false,
      callback: (value) => (format || tick)(value),
    },
  });
  return {
    parsing: false,
    normalized: true,
    interaction: { mode: "nearest", intersect: false, axis: "xy" },
    scales: { x: axis(x, true), y: axis(y, false) },
    plugins: plugins(colors),
    ...more,
  };
}

function plugins(colors) {
  return {
    legend: {
      position: "top", align: "start",
      labels: { usePointStyle: true, pointStyleWidth: 22, boxHeight: 7, padding: 12, generateLabels: (chart) => legend(chart, colors) },
    },
    tooltip: {
      backgroundColor: colors.ink, titleColor: colors.card, bodyColor: colors.card, padding: 8,
      displayColors: false,
      filter: (item) => !!item.dataset.label,
      callbacks: {
        title: () => "",
        label: (item) => item.dataset.label + ": " + figure(item.parsed.x) + ", " + figure(item.parsed.y),
      },
    },
  };
}

/** A short line, dashed as the data set is, or a box for each data set with a name. */
function legend(chart, colors) {
  return chart.data.datasets
    .map((set, datasetIndex) => ({
      text: set.label, datasetIndex, hidden: !chart.isDatasetVisible(datasetIndex), fontColor: colors.ink,
      fillStyle: set.backgroundColor, strokeStyle: set.borderColor, lineWidth: set.boxes ? 1 : 2,
      lineDash: set.borderDash || [], pointStyle: set.boxes ? "rect" : "line",
    }))
    .filter((item) => item.text && item.text !== AT_THRESHOLD);
}

function line(label, color, data, more) {
  return {
    type: "line", label, data, borderColor: color, backgroundColor: color, borderWidth: 2, clip: false,
    pointRadius: data.length === 1 ? 3 : 0, pointHitRadius: 6, ...more,
  };
}

/** A thin dashed line: a bound, a diagonal, the baseline. */
function rule(label, color, data) {
  return line(label, color, data, { borderWidth: 1.5, borderDash: [5, 4], pointHitRadius: 0 });
}

/** The place of the slider on a curve. */
function mark(colors, x, y) {
  return {
    type: "scatter", label: AT_THRESHOLD, data: [{ x, y }], backgroundColor: colors.orange,
    borderColor: colors.card, borderWidth: 2, pointRadius: 7, pointHoverRadius: 8, order: -1, clip: false,
  };
}

/** Draws an upright line at the value that `options.plugins.upright` gives. */
const upright = {
  id: "upright",
  afterDatasetsDraw(chart, _, { at, color }) {
    const { ctx, chartArea, scales } = chart;
    const x = at === undefined ? NaN : scales.x.getPixelForValue(at);
    if (!(x >= chartArea.left - 1 && x <= chartArea.right + 1)) {
      return;
    }
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    ctx.restore();
  },
};

/** Draws boxes from `lower` to `upper` of each datum: a histogram whose bins may differ in width. */
const boxes = {
  id: "boxes",
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea, scales } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    for (const dataset of chart.data.datasets) {
      if (!dataset.boxes || !chart.isDatasetVisible(chart.data.datasets.indexOf(dataset))) {
        continue;
      }
      const scale = scales[dataset.yAxisID || "y"];
      const bottom = scale.getPixelForValue(scale.min);
      ctx.fillStyle = dataset.boxColor;
      for (const box of dataset.boxes) {
        const left = scales.x.getPixelForValue(box.lower);
        const right = scales.x.getPixelForValue(box.upper);
        const top = Math.min(bottom, scale.getPixelForValue(box.height));
        ctx.fillRect(left + 0.5, top, Math.max(1, right - left - 1), bottom - top);
      }
    }
    ctx.restore();
  },
};
/** Draws an upright bar with ends from `lower` to `upper` at `x`, for each of a data set's `whiskers`. */
const whiskers = {
  id: "whiskers",
  beforeDatasetsDraw(chart) {
    const { ctx, scales } = chart;
    ctx.save();
    ctx.lineWidth = 1.5;
    for (const [i, dataset] of chart.data.datasets.entries()) {
      if (!dataset.whiskers || !chart.isDatasetVisible(i)) {
        continue;
      }
      ctx.strokeStyle = dataset.whiskerColor;
      for (const { x, lower, upper } of dataset.whiskers) {
        const [across, low, high] =
          [scales.x.getPixelForValue(x), scales.y.getPixelForValue(lower), scales.y.getPixelForValue(upper)];
        ctx.beginPath();
        ctx.moveTo(across, low);
        ctx.lineTo(across, high);
        for (const end of [low, high]) {
          ctx.moveTo(across - 4, end);
          ctx.lineTo(across + 4, end);
        }
        ctx.stroke();
      }
    }
    ctx.restore();
  },
};
Chart.register(upright, boxes, whiskers);

/** A data set of boxes; its points, unseen, carry the tooltips. */
function histogram(label, color, bins, more) {
  return {
    type: "scatter", label, boxes: bins, boxColor: faint(color, 0.55), borderColor: color,
    backgroundColor: faint(color, 0.55), pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 14,
    data: bins.map((bin) => ({ x: (bin.lower + bin.upper) / 2, y: bin.height })), ...more,
  };
}
