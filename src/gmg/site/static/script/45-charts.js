// Charts: a line beneath says what is pointed at; one stop for the tabulator, arrow keys go from point to point.
(() => {
  "use strict";
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const links = [...figure.querySelectorAll("svg a")];
    if (!links.length) continue;
    const line = document.createElement("p");
    line.className = "tip";
    line.setAttribute("aria-live", "polite");
    figure.querySelector("svg").after(line);
    const say = (event) => {
      const link = event.target.closest("a");
      const title = link && link.querySelector("title");
      if (title) line.textContent = title.textContent;
    };
    figure.addEventListener("pointerover", say);
    figure.addEventListener("focusin", say);
    links.forEach((link, at) => link.setAttribute("tabindex", at ? "-1" : "0"));
    figure.querySelector("svg").addEventListener("keydown", (event) => {
      const at = links.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (at < 0 || !step) return;
      event.preventDefault();
      const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
      links[at].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }
})();
