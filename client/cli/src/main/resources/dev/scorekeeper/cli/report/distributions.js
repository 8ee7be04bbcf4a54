// Score distribution, reliability, lift and gain, residuals.

/** A toggle between a plain and a logarithmic axis of counts, beside the picture's title. */
function logarithmic(made, state) {
  made.figure.querySelector("figcaption").append(
    toggle("Scale of the counts", ["linear", "log"], (i) => {
      state.log = i === 1;
      made.draw();
    }));
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
  const view = { log: false };
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
    note: () => (own() ? "Expected calibration error over these bins: " + error() + ". The more rows, the larger the point." : ""),
  }, (colors) => {
    const columns = own();
    const before = curve(output.baseline, "reliability", state.classId);
    const sets = [];
    if (columns) {
      const most = Math.max(...columns.weight);
      const radius = columns.weight.map((weight) => 3 + 8 * Math.sqrt(weight / most));
      sets.push(line("observed", colors.blue, points(columns.mean_score, columns.positive_fraction), {
        pointRadius: radius, pointHoverRadius: radius, pointBackgroundColor: faint(colors.blue, 0.6),
        pointBorderColor: colors.card,
      }));
    }
    if (before) {
      sets.push(rule("baseline", colors.violet, points(before.mean_score, before.positive_fraction)));
    }
    sets.push(rule("perfect", colors.soft, DIAGONAL));
    return {
      data: { datasets: sets },
      options: axes(colors, { title: "mean score", ...UNIT }, { title: "share of positives", ...UNIT }),
    };
  });
}

/** A curve over the share of rows that is taken, highest scores first. */
function shareCurve(parent, output, state, kind, title, axis, chance) {
  return picture(parent, { title, label: () => title + " by the share of rows taken, highest scores first" }, (colors) => {
    const own = curve(output.curves, kind, state.classId);
    const before = curve(output.baseline, kind, state.classId);
    const sets = own ? [line("by score", colors.blue, points(own.fraction, own[kind]))] : [];
    if (before) {
      sets.push(rule("baseline", colors.violet, points(before.fraction, before[kind])));
    }
    sets.push(rule("by chance", colors.soft, chance));
    return {
      data: { datasets: sets },
      options: axes(colors, { title: "share of rows, highest scores first", ...UNIT }, axis),
    };
  });
}

function gainPicture(parent, output, state) {
  return shareCurve(parent, output, state, "gain", "Gain", { title: "share of positives found", ...UNIT }, DIAGONAL);
}

function liftPicture(parent, output, state) {
  return shareCurve(parent, output, state, "lift", "Lift", { title: "times as many as by chance", min: 0 },
    [{ x: 0, y: 1 }, { x: 1, y: 1 }]);
}

/** Bins of equal width over the values, as many as suit their number; each value comes `counts` times. */
function binned(values, counts) {
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const number = Math.max(8, Math.min(40, Math.ceil(Math.sqrt(values.length))));
  const width = (most - least) / number || 1;
  const made = Array.from({ length: number }, (_, i) =>
    ({ lower: least + i * width, upper: least + (i + 1) * width, height: 0 }));
  values.forEach((value, i) => (made[Math.min(number - 1, Math.floor((value - least) / width))].height += counts[i]));
  return made;
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
  const spread = picture(parent, {
    title: "Distribution of residuals",
    label: () => "How often each residual occurs",
  }, (colors) => {
    const shown = binned(own().residual, own().count);
    const options = axes(colors,
      { title: "residual", min: shown[0].lower, max: shown[shown.length - 1].upper }, countAxis("rows", view));
    options.plugins.legend.display = false;
    options.plugins.upright = { at: 0, color: colors.orange };
    return { data: { datasets: [histogram("residual, rows", colors.blue, shown)] }, options };
  });
  logarithmic(spread, view);
  return [scatter, spread];
}
