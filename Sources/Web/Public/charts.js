// Draws the charts of a page with Chart.js from the JSON in data-chart, which includes all texts. The page also has the
// data of every chart as a table, so nothing is missing without this file or Chart.js.
(() => {
  if (!window.Chart) return;
  const page = document.documentElement;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isRight = page.dir === "rtl";
  const drawn = [];

  // A color token of the stylesheet as an rgb() value for the canvas, in the page's color scheme or a given one.
  function colour(token, scheme = "") {
    const probe = document.createElement("span");
    probe.hidden = true;
    probe.style.color = `var(--${token})`;
    probe.style.colorScheme = scheme;
    document.body.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  const series = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `series-${number}`);
  const colours = (scheme) => Object.fromEntries(
    ["accent", "accent-wash", "ink", "quiet", "line", "sheet", ...series].map((token) => [token, colour(token, scheme)]));
  const marks = ["circle", "rect", "triangle", "rectRot", "cross", "star", "rectRounded", "crossRot", "dash"];
  // Unicode isolates: a name or "75 %" keeps its direction on a page with the opposite one.
  const isolated = (text) => `\u2068${text}\u2069`;
  const short = (text, length) => isolated(text.length > length ? `${text.slice(0, length - 1)}…` : text);
  const faded = (rgb) => rgb.replace("rgb(", "rgba(").replace(")", ", .16)");

  // The values of each series, or those of the points.
  const sets = (data) => data.series ?? [{ label: "", values: data.points.map((point) => point.value) }];

  // Axes whose labels would overlap show every second, third … label; tooltips show all.
  const sparse = (points, room) => function (_, index) {
    const step = Math.ceil(points.length / room(this.chart.width));
    return index % step ? "" : short(points[index].axis ?? points[index].label, 22);
  };

  const scales = {
    radar: (data, tick) => ({
      r: {
        min: 0, max: data.maximum, beginAtZero: true, ticks: { count: 5, callback: tick, showLabelBackdrop: false, z: 1 },
        pointLabels: { callback: sparse(data.points, () => 20), font: { size: 11 } },
      },
    }),
    bars: (data, tick) => ({
      x: { min: 0, max: data.maximum, reverse: isRight, ticks: { callback: tick, precision: 0, maxTicksLimit: 6 } },
      y: {
        position: isRight ? "right" : "left", grid: { display: false },
        ticks: { autoSkip: false, callback: (_, index) => short(data.points[index].label, 22) },
      },
    }),
    columns: (data, tick) => ({
      x: {
        reverse: isRight, grid: { display: false },
        ticks: { maxRotation: 0, autoSkip: false, callback: sparse(data.points, (width) => Math.max(2, Math.floor(width / 110))) },
      },
      y: { min: 0, max: data.maximum, position: isRight ? "right" : "left", ticks: { callback: tick, maxTicksLimit: 5 } },
    }),
  };

  scales.lines = scales.columns;

  const types = { radar: "radar", lines: "line" };

  function configuration(data) {
    const tick = (value) => isolated(data.tick.replace("{}", new Intl.NumberFormat(page.lang).format(value)));
    return {
      type: types[data.shape] ?? "bar",
      data: {
        labels: data.points.map((point) => point.label),
        datasets: sets(data).map(({ label, values }, place) => ({
          label: isolated(label), data: values, borderWidth: types[data.shape] ? 2 : 0, borderRadius: 2, maxBarThickness: 18,
          pointRadius: 3, pointHoverRadius: 5, pointStyle: marks[place], fill: data.shape === "radar", spanGaps: false,
        })),
      },
      options: {
        animation: calm ? false : { duration: 250 }, maintainAspectRatio: false, indexAxis: data.shape === "bars" ? "y" : "x",
        interaction: { mode: data.shape === "radar" ? "nearest" : "index", axis: data.shape === "bars" ? "y" : undefined, intersect: false },
        scales: scales[data.shape](data, tick),
        plugins: {
          legend: { display: Boolean(data.series), position: "bottom", rtl: isRight, labels: { usePointStyle: true } },
          tooltip: {
            displayColors: false, rtl: isRight, textDirection: isRight ? "rtl" : "ltr",
            callbacks: {
              label: (item) => data.series ? data.points[item.dataIndex].lines[item.datasetIndex] : data.points[item.dataIndex].lines,
            },
          },
        },
      },
    };
  }

  function paint({ data: { datasets }, options }, data, scheme) {
    const found = colours(scheme);
    datasets.forEach((set, place) => {
      const own = data.series ? found[data.series[place].isRest ? "quiet" : series[place]] : found.accent;
      set.borderColor = set.pointBackgroundColor = own;
      set.backgroundColor = data.shape === "radar" ? faded(own) : own;
      set.hoverBackgroundColor = types[data.shape] ? undefined : found.ink;
    });
    options.plugins.legend.labels.color = found.ink;
    for (const scale of Object.values(options.scales)) {
      scale.ticks.color = found.quiet;
      scale.grid = { ...scale.grid, color: found.line };
      if (scale.pointLabels) { scale.pointLabels.color = found.ink; scale.angleLines = { color: found.line }; }
    }
    Object.assign(options.plugins.tooltip, { backgroundColor: found.ink, titleColor: found.sheet, bodyColor: found.sheet });
  }

  // Recreated rather than updated, because elements of Chart.js keep their initial colors.
  function make(one, scheme, isAnimated = false) {
    const wanted = configuration(one.data);
    if (!isAnimated) wanted.options.animation = false;
    paint(wanted, one.data, scheme);
    one.chart?.destroy();
    one.chart = new Chart(one.canvas, wanted);
  }

  const repaint = (scheme) => drawn.forEach((one) => make(one, scheme));

  // Keyboard support: focus shows the first value, arrow keys, Home and End the others; screen readers announce each.
  function follow(one) {
    const { data, canvas, said } = one;
    let place = 0;
    const show = (index) => {
      const active = index === null ? [] : sets(data).map((_, datasetIndex) => ({ datasetIndex, index }));
      one.chart.setActiveElements(active);
      one.chart.tooltip.setActiveElements(active, { x: 0, y: 0 });
      one.chart.update(calm ? "none" : undefined);
      if (index !== null) said.textContent = [data.points[index].label, ...data.points[index].lines].join(", ");
    };
    canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) show(place); });
    canvas.addEventListener("blur", () => show(null));
    canvas.addEventListener("keydown", (event) => {
      const last = data.points.length - 1;
      const forward = isRight ? "ArrowLeft" : "ArrowRight", back = isRight ? "ArrowRight" : "ArrowLeft";
      const next = { [forward]: place + 1, ArrowDown: place + 1, [back]: place - 1, ArrowUp: place - 1, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      place = Math.min(Math.max(next, 0), last);
      show(place);
    });
  }

  function draw(plot) {
    const data = JSON.parse(plot.dataset.chart);
    plot.hidden = plot.closest("figure").hidden = false;
    const thickness = data.series ? 10 + 8 * data.series.length : 22;
    if (data.shape === "bars") plot.style.height = `${data.points.length * thickness + (data.series ? 90 : 40)}px`;
    const canvas = plot.querySelector("canvas");
    const one = { data, canvas, said: plot.querySelector("[aria-live]") };
    make(one, undefined, true);
    drawn.push(one);
    follow(one);
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  document.querySelectorAll("[data-chart]").forEach(draw);
  // A preview was replaced, with its charts.
  document.addEventListener("refreshed", () => {
    for (const one of drawn.filter((each) => !each.canvas.isConnected)) {
      one.chart.destroy();
      drawn.splice(drawn.indexOf(one), 1);
    }
    document.querySelectorAll("[data-chart][hidden]").forEach(draw);
  });
  new MutationObserver(() => repaint()).observe(page, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint());
  // Always print with the light theme.
  addEventListener("beforeprint", () => repaint("light"));
  addEventListener("afterprint", () => repaint());
})();
