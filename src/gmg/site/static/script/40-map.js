// Maps: a slider over the years that stand as links in the page, and a line that says what is pointed at.
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function tip(figure) {
    const line = document.createElement("p");
    line.className = "tip";
    line.setAttribute("aria-live", "polite");
    figure.querySelector("svg").after(line);
    const say = (event) => {
      const part = event.target.closest("[data-code]");
      const title = part && part.querySelector("title");
      if (title) line.textContent = title.textContent;
    };
    figure.addEventListener("pointerover", say);
    figure.addEventListener("focusin", say);
  }

  function slider(figure) {
    const data = figure.querySelector("script.map-years");
    const links = [...figure.querySelectorAll(".years a[data-year]")];
    if (!data || links.length < 2) return;
    const years = JSON.parse(data.textContent);
    const order = links.map((link) => link.dataset.year);
    const names = new Map(links.map((link) => [link.dataset.year, link.textContent]));
    const box = document.createElement("div");
    box.className = "slider";
    const play = document.createElement("button");
    play.type = "button";
    play.textContent = figure.dataset.play;
    const range = document.createElement("input");
    range.type = "range";
    range.min = "0";
    range.max = String(order.length - 1);
    range.value = String(order.indexOf(figure.dataset.year));
    range.setAttribute("aria-label", figure.dataset.yearLabel);
    const shown = document.createElement("output");
    box.append(play, range, shown);
    figure.querySelector(".years").before(box);
    const circles = figure.dataset.map === "symbols";
    const parts = new Map([...figure.querySelectorAll("[data-code]")].map((part) => [part.dataset.code, part]));
    const place = new Map([...parts].map(([code, part]) => {
      const title = part.querySelector("title");
      return [code, title ? title.textContent.split(":")[0] : code];
    }));

    function show(at) {
      const year = order[at];
      range.value = String(at);
      range.setAttribute("aria-valuetext", names.get(year));
      shown.textContent = names.get(year);
      for (const link of links) {
        if (link.dataset.year === year) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      for (const [code, part] of parts) {
        const told = years[year][code];
        const title = part.querySelector("title");
        if (circles) part.setAttribute("r", told ? told[0] : 0);
        else part.setAttribute("class", told ? `c${told[0]}` : "nodata");
        if (title) title.textContent = `${place.get(code)}: ${told ? told[1] : figure.dataset.nodata}`;
      }
      for (const name of figure.querySelectorAll("svg .name")) {
        name.setAttribute("visibility", year === figure.dataset.year ? "visible" : "hidden");
      }
    }

    let timer = 0;
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = figure.dataset.play; };
    play.addEventListener("click", () => {
      if (timer) return stop();
      let at = Number(range.value) === order.length - 1 ? 0 : Number(range.value);
      play.textContent = figure.dataset.pause;
      show(at);
      timer = setInterval(() => {
        at += 1;
        if (at >= order.length) return stop();
        show(at);
      }, still ? 1500 : 700);
    });
    range.addEventListener("input", () => { stop(); show(Number(range.value)); });
    shown.textContent = names.get(figure.dataset.year) || "";
    range.setAttribute("aria-valuetext", shown.textContent);
  }

  for (const figure of document.querySelectorAll("figure[data-map]")) {
    tip(figure);
    slider(figure);
  }
})();
