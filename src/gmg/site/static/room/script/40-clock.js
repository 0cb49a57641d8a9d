// Clocks that run, and hashes that can be copied. The page says the same without it.
(() => {
  "use strict";
  const lang = document.documentElement.lang;
  const days = new Intl.NumberFormat(lang, { style: "unit", unit: "day", unitDisplay: "long" });
  const two = (n) => String(n).padStart(2, "0");
  const clocks = [...document.querySelectorAll(".left[data-closes]")];
  const started = performance.now();
  const tick = () => {
    let running = false;
    for (const clock of clocks) {
      // the server's clock, wherever that of the reader stands
      const now = Number(clock.dataset.now) + performance.now() - started;
      const left = Math.ceil((Number(clock.dataset.closes) - now) / 1000);
      if (left <= 0) {
        if (!clock.classList.contains("over")) {
          clock.classList.add("over");
          clock.setAttribute("role", "status");
          clock.textContent = clock.dataset.over;
        }
        continue;
      }
      running = true;
      const whole = Math.floor(left / 86400);
      const rest = `${two(Math.floor((left % 86400) / 3600))}:${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
      clock.textContent = whole ? `${days.format(whole)} ${rest}` : rest;
    }
    if (running) setTimeout(tick, 1000);
  };
  if (clocks.length) tick();
  if (!navigator.clipboard) return;
  for (const hash of document.querySelectorAll(".hash[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = hash.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(hash.textContent);
      button.textContent = hash.dataset.copied;
      setTimeout(() => (button.textContent = hash.dataset.copy), 2000);
    });
    hash.after(button);
  }
})();
