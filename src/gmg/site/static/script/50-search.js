// Suggestions below the search box while typing. Without this script the box sends its form.
(function () {
  "use strict";
  var WAIT = 150, LEAST = 2, MOST = 8;

  document.querySelectorAll("form[data-suggest]").forEach(function (form) {
    var input = form.querySelector("input[name=q]");
    if (!input || !form.dataset.suggest || !window.fetch || !window.AbortController) { return; }
    var label = form.querySelector("label");
    var list = document.createElement("ul");
    var shown = [], active = -1, timer = 0, running = null;

    list.id = (input.id || "q") + "-suggestions";
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label ? label.textContent.trim() : input.placeholder);
    form.appendChild(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-haspopup", "listbox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function stop() {
      window.clearTimeout(timer);
      if (running) { running.abort(); running = null; }
    }

    function address(hit) {
      var found = new URL(hit.path, form.action);
      if (hit.year && hit.kind === "concept") { found.searchParams.set("year", hit.year); }
      if (hit.anchor) { found.hash = hit.anchor; }
      return found.href;
    }

    function mark(next) {
      active = next;
      Array.prototype.forEach.call(list.children, function (item, at) {
        item.setAttribute("aria-selected", at === active ? "true" : "false");
      });
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }

    function part(name, text) {
      var item = document.createElement("span");
      item.className = name;
      item.dir = "auto";
      item.textContent = text;
      return item;
    }

    function show(hits) {
      shown = hits.slice(0, MOST);
      list.textContent = "";
      shown.forEach(function (hit, at) {
        var item = document.createElement("li");
        item.id = list.id + "-" + at;
        item.setAttribute("role", "option");
        var title = part("title", hit.title);
        if (hit.lang) { title.lang = hit.lang; }
        item.appendChild(title);
        if (hit.context) { item.appendChild(part("about", hit.context)); }
        item.addEventListener("mousedown", function (event) { event.preventDefault(); });
        item.addEventListener("click", function () { window.location.assign(address(hit)); });
        list.appendChild(item);
      });
      if (!shown.length) { close(); return; }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(-1);
    }

    function ask() {
      var text = input.value.trim();
      stop();
      if (text.length < LEAST && !/[^\u0000-\u2fff]/.test(text)) { close(); return; }
      var from = new URL(form.dataset.suggest, window.location.href);
      from.searchParams.set("q", text);
      from.searchParams.set("lang", document.documentElement.lang || "en");
      running = new AbortController();
      window.fetch(from.href, { signal: running.signal, headers: { Accept: "application/json" } })
        .then(function (answer) { return answer.ok ? answer.json() : {}; })
        .then(function (found) {
          if (input.value.trim() !== text || document.activeElement !== input) { return; }
          var body = found.hits ? found : found.data || found.document || {};
          show(body.hits || []);
        })
        .catch(function () { close(); });
    }

    input.addEventListener("input", function (event) {
      stop();
      if (event.isComposing) { return; }
      timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener("compositionend", function () {
      stop();
      timer = window.setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; }
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        stop();
        close();
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) {
          if (event.key === "ArrowDown") { event.preventDefault(); ask(); }
          return;
        }
        event.preventDefault();
        var step = event.key === "ArrowDown" ? 1 : -1;
        var places = shown.length + 1; // one more: back in the box, with nothing chosen
        mark(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        window.location.assign(address(shown[active]));
      } else if (event.key === "Tab") {
        stop();
        close();
      }
    });
    input.addEventListener("blur", function () { stop(); close(); });
  });
})();
