// ROC, precision and recall, score distribution: one threshold, moved by a slider, on all of them.

/** For each threshold, from the lowest: counts and ratios, NaN where they are not known. */
function thresholdRows(output, classId) {
  const counts = curve(output.curves, "thresholds", classId);
  if (counts) {
    const { true_positives: tp, false_positives: fp, true_negatives: tn, false_negatives: fn } = counts;
    return ascending(counts.threshold.map((t, i) => fromCounts(t, tp[i], fp[i], tn[i], fn[i])));
  }
  const roc = curve(output.curves, "roc", classId);
  if (roc && roc.threshold) {
    const [negatives, positives] = totals(output, classId);
    return ascending(roc.threshold.map((t, i) => {
      const tp = roc.true_positive_rate[i] * positives;
      const fp = roc.false_positive_rate[i] * negatives;
      return {
        ...fromCounts(t, Math.round(tp), Math.round(fp), Math.round(negatives - fp), Math.round(positives - tp)),
        recall: roc.true_positive_rate[i],
        falsePositiveRate: roc.false_positive_rate[i],
      };
    }));
  }
  const pr = curve(output.curves, "precision_recall", classId);
  return !pr || !pr.threshold ? [] : ascending(pr.threshold.map((t, i) => ({
    ...fromCounts(t, NaN, NaN, NaN, NaN), precision: pr.precision[i], recall: pr.recall[i],
    f1: (2 * pr.precision[i] * pr.recall[i]) / (pr.precision[i] + pr.recall[i]),
  })));
}

/** Negatives and positives by the counts of the labels; NaN where these are not classes. */
function totals(output, classId) {
  const counts = output.labelCounts;
  const positive = classId ?? output.positiveClass ?? 1;
  return counts.length > positive ? [sum(counts) - counts[positive], counts[positive]] : [NaN, NaN];
}

function fromCounts(threshold, tp, fp, tn, fn) {
  return {
    threshold, tp, fp, tn, fn,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    falsePositiveRate: fp / (fp + tn),
    specificity: tn / (fp + tn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    accuracy: (tp + tn) / (tp + fp + tn + fn),
    share: (tp + fp) / (tp + fp + tn + fn),
  };
}

function ascending(rows) {
  return rows.filter((row) => !Number.isNaN(row.threshold)).sort((a, b) => a.threshold - b.threshold);
}

/**
 * Index of the row that says what a decision at the threshold does: the lowest one above it, since a
 * prediction is a yes above the decision's threshold, and at or above that of a row.
 */
function indexAbove(rows, threshold) {
  const index = rows.findIndex((row) => row.threshold > threshold);
  return index < 0 ? Math.max(0, rows.length - 1) : index;
}

/** Index of the row with the largest score; NaN never wins. */
function best(rows, score) {
  let at = 0;
  rows.forEach((row, i) => {
    if (score(row) > score(rows[at]) || Number.isNaN(score(rows[at]))) {
      at = i;
    }
  });
  return at;
}

/** Adds what there is to see of the output's curves, of one class at a time, to the parent. */
function curveViews(parent, output) {
  const classes = [...new Set(output.curves.map((each) => each.classId))];
  const state = { classId: classes[0], rows: [], index: 0 };
  const decision = output.threshold ?? 0.5;
  const choose = (classId) => {
    state.classId = classId;
    state.rows = thresholdRows(output, classId);
    state.index = indexAbove(state.rows, decision);
  };
  choose(classes[0]);
  const moving = [];
  const panel = thresholdPanel(state, decision, () => moving.forEach((each) => each.refresh()));
  if (classes.length > 1) {
    const names = classes.map((id) => className(output, id));
    panel.head.append(chooser("Class", names, (i) => {
      choose(classes[i]);
      panel.show();
    }));
  }
  if (classes.length > 1 || state.rows.length > 1) {
    parent.append(panel.card);
  }
  const has = (kind) => output.curves.some((each) => each.kind === kind);
  const add = (kind, draw) => {
    if (has(kind)) {
      moving.push(draw(parent, output, state));
    }
  };
  add("roc", rocPicture);
  add("precision_recall", precisionRecallPicture);
  add("score_histogram", scorePicture);
  add("reliability", reliabilityPicture);
  add("gain", gainPicture);
  add("lift", liftPicture);
  if (has("residuals")) {
    moving.push(...residualPictures(parent, output, state));
  }
}

function current(state) {
  return state.rows[state.index];
}

/**
 * The slider with its numbers, which are hidden while there are no thresholds: its `card`, the `head`
 * of that, and `show`, which brings it up to date. `changed` is called at each move.
 */
function thresholdPanel(state, decision, changed) {
  const slider = element("input", { type: "range", min: "0", step: "1", "aria-label": "Decision threshold" });
  const shown = element("output", { class: "threshold-value" });
  const readings = element("dl", { class: "readings" });
  const cells = element("table", { class: "counts", "aria-label": "Rows by label and prediction" });
  const go = (index) => {
    state.index = index;
    show();
  };
  const jump = (text, index) => {
    const button = element("button", { type: "button" }, text);
    button.addEventListener("click", () => go(index()));
    return button;
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  const title = element("h3", {}, "Decision threshold");
  const jumps = element("div", { class: "jumps" },
    jump("at " + figure(decision), () => indexAbove(state.rows, decision)),
    jump("best F1", () => best(state.rows, (row) => row.f1)),
    jump("best Youden J", () => best(state.rows, (row) => row.recall - row.falsePositiveRate)));
  const head = element("div", { class: "threshold-head" }, title, shown, jumps);
  const body = element("div", { class: "threshold-body" }, readings, cells);
  const remark = element("p", { class: "note" },
    "One class against all others. The model itself takes the class with the greatest score, whatever this threshold.");
  const show = () => {
    const row = current(state);
    [title, shown, jumps, slider, body].forEach((part) => (part.hidden = state.rows.length < 2));
    remark.hidden = state.classId === undefined || state.rows.length < 2;
    slider.max = String(Math.max(0, state.rows.length - 1));
    slider.value = String(state.index);
    const text = row ? thresholdText(row.threshold) : "";
    shown.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    readings.replaceChildren(...readingsOf(row));
    cells.replaceChildren(...countsOf(row));
    cells.hidden = !row || Number.isNaN(row.tp);
    changed();
  };
  show();
  return { card: element("div", { class: "card threshold" }, head, slider, body, remark), head, show };
}

function thresholdText(threshold) {
  return Number.isFinite(threshold) ? figure(threshold) : threshold > 0 ? "above every score" : "below every score";
}

function readingsOf(row) {
  const all = [
    ["Precision", row?.precision], ["Recall", row?.recall], ["False positive rate", row?.falsePositiveRate],
    ["Specificity", row?.specificity], ["F1", row?.f1], ["Accuracy", row?.accuracy], ["Predicted yes", row?.share],
  ];
  return all
    .filter(([name, value]) => value !== undefined && (name === "Precision" || !Number.isNaN(value)))
    .map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, percent(value))));
}

function countsOf(row) {
  if (!row) {
    return [];
  }
  const cell = (text, style, value) =>
    element("td", { class: style }, element("b", {}, count(value)), element("span", {}, text));
  return [
    element("tbody", {},
      element("tr", {}, element("th", { scope: "row" }, "Yes by label"),
        cell("true positives", "right", row.tp), cell("false negatives", "wrong", row.fn)),
      element("tr", {}, element("th", { scope: "row" }, "No by label"),
        cell("false positives", "wrong", row.fp), cell("true negatives", "right", row.tn)),
      element("tr", {}, element("td", {}), element("th", { scope: "col" }, "predicted yes"),
        element("th", { scope: "col" }, "predicted no"))),
  ];
}

/**
 * With a point at 0, as high as the nearest one unless a height is given: among equal scores any order is
 * as good as another.
 */
function fromZero(shown, height) {
  if (shown.length === 0) {
    return shown;
  }
  const rising = shown[0].x <= shown[shown.length - 1].x;
  const first = rising ? shown[0] : shown[shown.length - 1];
  if (!(first.x > 0)) {
    return shown;
  }
  const start = { x: 0, y: height ?? first.y };
  return rising ? [start, ...shown] : [...shown, start];
}

/** Area under the points by trapezoids. */
function area(shown) {
  let all = 0;
  for (let i = 1; i < shown.length; i++) {
    all += (Math.abs(shown[i].x - shown[i - 1].x) * (shown[i].y + shown[i - 1].y)) / 2;
  }
  return all;
}

/** The curves of the other classes, thin, so that the chosen one is seen among them. */
function others(output, state, kind, x, y, color) {
  const ids = classesOf(output.curves, [kind]).filter((id) => id !== state.classId);
  return ids.slice(0, 30).map((id, i) => {
    const columns = curve(output.curves, kind, id);
    return line(i === 0 ? "other classes" : "", faint(color, 0.4), points(columns[x], columns[y]),
      { borderWidth: 1, pointHitRadius: 0, order: 1 });
  });
}

function rateCurve(output, state, colors, kind, x, y) {
  const own = curve(output.curves, kind, state.classId);
  const before = curve(output.baseline, kind, state.classId);
  const shown = own ? points(own[x], own[y]) : [];
  const name = state.classId === undefined ? "this model" : className(output, state.classId);
  const sets = [line(name, colors.blue, shown), ...others(output, state, kind, x, y, colors.soft)];
  if (before) {
    sets.push(rule("baseline", colors.violet, points(before[x], before[y])));
  }
  return { shown, sets };
}

function rocPicture(parent, output, state) {
  const shownArea = () => {
    const own = curve(output.curves, "roc", state.classId);
    return own ? area(points(own.false_positive_rate, own.true_positive_rate)) : NaN;
  };
  return picture(parent, {
    title: "ROC",
    label: () => "ROC curve, area " + figure(shownArea()),
    note: () => "Area under these points: " + figure(shownArea()),
  }, (colors) => {
    const { sets } = rateCurve(output, state, colors, "roc", "false_positive_rate", "true_positive_rate");
    sets.push(rule("", colors.soft, DIAGONAL));
    const row = current(state);
    if (row && Number.isFinite(row.falsePositiveRate) && Number.isFinite(row.recall)) {
      sets.push(mark(colors, row.falsePositiveRate, row.recall));
    }
    return {
      data: { datasets: sets },
      options: axes(colors, { title: "false positive rate", ...UNIT }, { title: "true positive rate", ...UNIT }),
    };
  });
}

function precisionRecallPicture(parent, output, state) {
  return picture(parent, {
    title: "Precision and recall",
    label: () => "Precision against recall",
    note: () => {
      const [negatives, positives] = totals(output, state.classId);
      const share = positives / (positives + negatives);
      return Number.isNaN(share) ? "" : "Dashed: share of positives, " + percent(share);
    },
  }, (colors) => {
    const { sets } = rateCurve(output, state, colors, "precision_recall", "recall", "precision");
    sets.filter((set) => set.label !== "").forEach((set) => (set.data = fromZero(set.data)));
    const [negatives, positives] = totals(output, state.classId);
    const share = positives / (positives + negatives);
    if (!Number.isNaN(share)) {
      sets.push(rule("", colors.soft, [{ x: 0, y: share }, { x: 1, y: share }]));
    }
    const row = current(state);
    if (row && Number.isFinite(row.precision) && Number.isFinite(row.recall)) {
      sets.push(mark(colors, row.recall, row.precision));
    }
    return {
      data: { datasets: sets },
      options: axes(colors, { title: "recall", ...UNIT }, { title: "precision", ...UNIT }),
    };
  });
}
