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

  const colours = (scheme) => Object.fromEntries(
    ["accent", "accent-wash", "ink", "quiet", "line", "sheet"].map((token) => [token, colour(token, scheme)]));
  // Unicode isolates: a name or "75 %" keeps its direction on a page with the opposite one.
  const isolated = (text) => `\u2068${text}\u2069`;
  const short = (text, length) => isolated(text.length > length ? `${text.slice(0, length - 1)}…` : text);
  const faded = (rgb) => rgb.replace("rgb(", "rgba(").replace(")", ", .16)");

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

  function configuration(data) {
    const tick = (value) => isolated(data.tick.replace("{}", new Intl.NumberFormat(page.lang).format(value)));
    return {
      type: data.shape === "radar" ? "radar" : "bar",
      data: {
        labels: data.points.map((point) => point.label),
        datasets: [{
          data: data.points.map((point) => point.value), borderWidth: data.shape === "radar" ? 2 : 0, borderRadius: 2,
          maxBarThickness: 18, pointRadius: 3, pointHoverRadius: 5, fill: true,
        }],
      },
      options: {
        animation: calm ? false : { duration: 250 }, maintainAspectRatio: false, indexAxis: data.shape === "bars" ? "y" : "x",
        interaction: { mode: data.shape === "radar" ? "nearest" : "index", axis: data.shape === "bars" ? "y" : undefined, intersect: false },
        scales: scales[data.shape](data, tick),
        plugins: {
          legend: { display: false },
          tooltip: {
            displayColors: false, rtl: isRight, textDirection: isRight ? "rtl" : "ltr",
            callbacks: { label: (item) => data.points[item.dataIndex].lines },
          },
        },
      },
    };
  }

  function paint({ data: { datasets: [set] }, options }, data, scheme) {
    const found = colours(scheme);
    set.borderColor = set.pointBackgroundColor = found.accent;
    set.backgroundColor = data.shape === "radar" ? faded(found.accent) : found.accent;
    set.hoverBackgroundColor = data.shape === "radar" ? undefined : found.ink;
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
      const active = index === null ? [] : [{ datasetIndex: 0, index }];
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
    if (data.shape === "bars") plot.style.height = `${data.points.length * 22 + 40}px`;
    const canvas = plot.querySelector("canvas");
    const one = { data, canvas, said: plot.querySelector("[aria-live]") };
    make(one, undefined, true);
    drawn.push(one);
    follow(one);
  }

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  document.querySelectorAll("[data-chart]").forEach(draw);
  new MutationObserver(() => repaint()).observe(page, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint());
  // Always print with the light theme.
  addEventListener("beforeprint", () => repaint("light"));
  addEventListener("afterprint", () => repaint());
})();
