// Score distribution, reliability, lift and gain, residuals.

/** A toggle between a plain and a logarithmic axis of counts, beside the picture's title. */
function logarithmic(made, state) {
  made.figure.querySelector("figcaption").append(
    toggle("Scale of the counts", ["linear", "log"], (i) => {
      state.log = i === 1;
      made.draw();
    }, state.log ? 1 : 0));
}

/** Whether a plain axis would show little but the highest of the bins. */
function dominated(heights) {
  const some = heights.filter((height) => height > 0).sort((a, b) => a - b);
  return some.length >= 5 && some[some.length >> 1] < 0.02 * some[some.length - 1];
}

function countAxis(title, state) {
  return state.log
    ? { title, type: "logarithmic", min: 0.8, format: (value) => (Number.isInteger(Math.log10(value)) ? count(value) : "") }
    : { title, min: 0, format: tick };
}

function bins(columns, height) {
  return columns.from.map((lower, i) => ({ lower, upper: columns.to[i], height: columns[height][i] }));
}

function span(columns) {
  const finite = [...columns.from, ...columns.to].filter(Number.isFinite);
  return { min: Math.min(...finite), max: Math.max(...finite) };
}

function scorePicture(parent, output, state) {
  const first = curve(output.curves, "score_histogram", state.classId);
  const view = { log: !!first && dominated(first.positive.map((height, i) => height + first.negative[i])) };
  const made = picture(parent, {
    title: "Scores by label",
    label: () => "How often each score occurs, for rows whose label is no and for those whose label is yes",
  }, (colors) => {
    const columns = curve(output.curves, "score_histogram", state.classId);
    const sets = [];
    if (columns) {
      const rest = state.classId === undefined ? "label no" : "other labels";
      const own = state.classId === undefined ? "label yes" : className(output, state.classId);
      sets.push(histogram(rest, colors.violet, bins(columns, "negative")));
      sets.push(histogram(own, colors.green, bins(columns, "positive")));
    }
    const options = axes(colors, { title: "score", ...(columns ? span(columns) : {}) }, countAxis("rows", view));
    options.plugins.upright = { at: current(state)?.threshold, color: colors.orange };
    return { data: { datasets: sets }, options };
  });
  logarithmic(made, view);
  return made;
}

function calibrationError(columns) {
  return sum(columns.weight.map((weight, i) =>
    weight > 0 ? weight * Math.abs(columns.mean_score[i] - columns.positive_fraction[i]) : 0)) / sum(columns.weight);
}

function reliabilityPicture(parent, output, state) {
  const own = () => curve(output.curves, "reliability", state.classId);
  const error = () => (own() ? figure(calibrationError(own())) : "");
  return picture(parent, {
    title: "Reliability",
    label: () => "Share of positives against mean score, by bin; expected calibration error " + error(),
    note: () => (own() ? "Expected calibration error over these bins: " + error() + ". The more rows, the larger the point."
      + (counted(own().weight) ? " Bars: 95 % intervals of the shares (Wilson)." : "") : ""),
  }, (colors) => {
    const columns = own();
    const before = curve(output.baseline, "reliability", state.classId);
    const sets = [];
    if (columns) {
      const most = Math.max(...columns.weight);
      const radius = columns.weight.map((weight) => 3 + 8 * Math.sqrt(weight / most));
      sets.push(line("observed", colors.blue, points(columns.mean_score, columns.positive_fraction), {
        pointRadius: radius, pointHoverRadius: radius, pointBackgroundColor: faint(colors.blue, 0.6),
        pointBorderColor: colors.card, whiskers: counted(columns.weight) ? wilson(columns) : [],
        whiskerColor: faint(colors.blue, 0.75),
      }));
    }
    if (before) {
      sets.push(rule("baseline", colors.violet, points(before.mean_score, before.positive_fraction)));
    }
    sets.push(rule("perfect", colors.soft, DIAGONAL));
    const options = axes(colors, { title: "mean score", ...UNIT }, { title: "share of positives", ...UNIT });
    options.plugins.upright = { at: current(state)?.threshold, color: colors.orange };
    return { data: { datasets: sets }, options };
  });
}

/** Whether weights are numbers of rows. */
function counted(weights) {
  return weights.every(Number.isInteger);
}

/** For each bin that has rows, where the share of positives lies with 95 % confidence. */
function wilson(columns) {
  const z2 = 1.959964 ** 2;
  const made = [];
  columns.weight.forEach((n, i) => {
    const p = columns.positive_fraction[i];
    if (n > 0 && Number.isFinite(p)) {
      const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
      const half = (Math.sqrt(z2) / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
      made.push({ x: columns.mean_score[i], lower: Math.max(0, middle - half), upper: Math.min(1, middle + half) });
    }
  });
  return made;
}

/**
 * A curve over the share of rows that is taken, highest scores first; `marked` gives its height at the
 * slider's threshold.
 */
function shareCurve(parent, output, state, kind, title, axis, chance, marked) {
  return picture(parent, { title, label: () => title + " by the share of rows taken, highest scores first" }, (colors) => {
    const own = curve(output.curves, kind, state.classId);
    const before = curve(output.baseline, kind, state.classId);
    const drawn = (columns) => fromZero(points(columns.fraction, columns[kind]), kind === "gain" ? 0 : undefined);
    const sets = own ? [line("by score", colors.blue, drawn(own))] : [];
    if (before) {
      sets.push(rule("baseline", colors.violet, drawn(before)));
    }
    sets.push(rule("by chance", colors.soft, chance));
    const row = current(state);
    if (row && Number.isFinite(row.share) && Number.isFinite(marked(row))) {
      sets.push(mark(colors, row.share, marked(row)));
    }
    return {
      data: { datasets: sets },
      options: axes(colors, { title: "share of rows, highest scores first", ...UNIT }, axis),
    };
  });
}

function gainPicture(parent, output, state) {
  return shareCurve(parent, output, state, "gain", "Gain", { title: "share of positives found", ...UNIT }, DIAGONAL,
    (row) => row.recall);
}

function liftPicture(parent, output, state) {
  return shareCurve(parent, output, state, "lift", "Lift", { title: "times as many as by chance", min: 0 },
    [{ x: 0, y: 1 }, { x: 1, y: 1 }], (row) => row.recall / row.share);
}

/**
 * Bins over the values, as many as suit their number, a round width each, one of them starting at 0;
 * each value comes `counts` times.
 */
function binned(values, counts) {
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const wanted = Math.max(8, Math.min(40, Math.ceil(Math.sqrt(sum(counts)))));
  const width = roundWidth((most - least) / wanted || Math.abs(most) || 1);
  const first = Math.floor(least / width);
  const number = Math.floor(most / width) - first + 1;
  const made = Array.from({ length: number }, (_, i) =>
    ({ lower: (first + i) * width, upper: (first + i + 1) * width, height: 0 }));
  values.forEach((value, i) => (made[Math.min(number - 1, Math.max(0, Math.floor(value / width) - first))].height += counts[i]));
  return made;
}

/** The first of 1, 2, 5, 10, … that is not below. */
function roundWidth(width) {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * [1, 2, 5, 10].find((step) => step * power >= width * 0.999999);
}

/** Mean and standard deviation of values that come `counts` times. */
function spread(values, counts) {
  const number = sum(counts);
  const mean = sum(values.map((value, i) => value * counts[i])) / number;
  const squares = sum(values.map((value, i) => (value - mean) ** 2 * counts[i]));
  return { mean, deviation: Math.sqrt(squares / number) };
}

function residualPictures(parent, output, state) {
  const own = () => curve(output.curves, "residuals", state.classId);
  const drawn = own() ? sum(own().count) : 0;
  if (drawn === 0) {
    return [];
  }
  const scatter = picture(parent, {
    title: "Residuals",
    label: () => "Residual against prediction for " + count(drawn) + " rows",
    note: () => "Residual: prediction less label. The more rows lie about a point, the larger it is.",
  }, (colors) => {
    const columns = own();
    const shown = columns.predicted.map((x, i) => ({ x, y: columns.residual[i] }));
    const xs = shown.map((point) => point.x);
    const ends = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
    const most = columns.count.reduce((a, b) => Math.max(a, b));
    const least = shown.length > 400 ? 2.5 : 3.5;
    const radius = columns.count.map((times) => least + (most > 1 ? 5 * Math.sqrt((times - 1) / most) : 0));
    const options = axes(colors, { title: "predicted" }, { title: "residual" });
    options.plugins.legend.display = false;
    return {
      options,
      data: {
        datasets: [
          rule("", colors.orange, ends.map((x) => ({ x, y: 0 }))),
          { type: "scatter", label: "predicted, residual", data: shown, pointRadius: radius,
            backgroundColor: faint(colors.blue, 0.5), borderWidth: 0, pointHoverRadius: radius },
        ],
      },
    };
  });
  const view = { log: false };
  const distribution = picture(parent, {
    title: "Distribution of residuals",
    label: () => "How often each residual occurs",
    note: () => {
      const { mean, deviation } = spread(own().residual, own().count);
      return "Mean " + figure(mean) + ", standard deviation " + figure(deviation) + " of the points drawn.";
    },
  }, (colors) => {
    const shown = binned(own().residual, own().count);
    const options = axes(colors,
      { title: "residual", min: shown[0].lower, max: shown[shown.length - 1].upper }, countAxis("rows", view));
    options.plugins.legend.display = false;
    options.plugins.upright = { at: 0, color: colors.orange };
    return { data: { datasets: [histogram("residual, rows", colors.blue, shown)] }, options };
  });
  logarithmic(distribution, view);
  return [scatter, distribution];
}
