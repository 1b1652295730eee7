// Small things that only the browser can do. Loaded once with the first page; no module, no build.
window.workbench = (() => {
  const root = document.documentElement;
  const ECHARTS = "_static/echarts/6.0.0/dist/echarts.common.min.js";
  const curves = new Map();
  let loading;

  /** name: "system", "light" or "dark"; the cookie lets the server paint the next first page right. */
  function theme(name) {
    root.dataset.theme = name;
    document.cookie = `theme=${name};path=/;max-age=31536000;samesite=lax`;
    redrawAll();
  }

  function echarts() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(ECHARTS, document.baseURI);
      script.onload = () => resolve(window.echarts);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  /** A token's colour as it is now, light or dark. */
  function colour(token) {
    const probe = document.createElement("i");
    probe.style.color = `var(${token})`;
    root.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  }

  function redrawAll() {
    for (const [element, data] of curves) {
      if (element.isConnected) draw(element, data);
      else curves.delete(element);
    }
  }

  /** data: {points: [[step, value]], references: [{value, label}], steps} */
  function curve(element, data) {
    curves.set(element, data);
    draw(element, data);
  }

  async function draw(element, data) {
    const library = await echarts();
    if (!element.isConnected) return;
    let chart = library.getInstanceByDom(element);
    if (!chart) {
      chart = library.init(element);
      new ResizeObserver(() => chart.resize()).observe(element);
    }
    const [accent, dim, line, paper, ink] = ["--accent", "--dim", "--line", "--paper", "--ink"].map(colour);
    const values = data.points.map(p => p[1]).concat(data.references.map(r => r.value));
    const low = Math.min(...values), high = Math.max(...values), room = (high - low || Math.abs(high) || 1) * 0.08;
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(element).fontFamily, fontSize: 11 },
      grid: { left: 0, right: 8, top: 14, bottom: 2, containLabel: false, outerBoundsMode: "same" },
      tooltip: {
        trigger: "axis", backgroundColor: paper, borderColor: line, textStyle: { color: ink, fontSize: 12 }, padding: [4, 8],
        formatter: items => `${items[0].value[0].toLocaleString()} · <b>${Number(items[0].value[1].toPrecision(4)).toLocaleString()}</b>`,
        axisPointer: { lineStyle: { color: line } },
      },
      xAxis: {
        type: "value", min: 0, max: Math.max(data.steps, data.points.at(-1)?.[0] ?? 1),
        axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false },
      },
      yAxis: {
        type: "value", min: low - room, max: high + room, position: "right", splitNumber: 3,
        axisLabel: { show: false }, splitLine: { show: false }, axisLine: { show: false }, axisTick: { show: false },
      },
      series: [{
        type: "line", data: data.points, showSymbol: data.points.length < 14, symbol: "circle", symbolSize: 5,
        lineStyle: { color: accent, width: 1.8 }, itemStyle: { color: accent },
        markLine: {
          silent: true, symbol: "none", lineStyle: { color: dim, type: [4, 4], width: 1 },
          data: data.references.map(r => ({
            yAxis: r.value, label: { formatter: r.label, position: "insideStartTop", color: dim, fontSize: 11 },
          })),
        },
      }],
    }, true);
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
  return { theme, curve };
})();
