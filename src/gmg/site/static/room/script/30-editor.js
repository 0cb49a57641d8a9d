/* Writing a text: paragraphs are inserted, moved and taken out without asking the server. */
(() => {
  "use strict";
  const form = document.getElementById("editor");
  if (!form) return;
  const list = document.getElementById("paragraphs");
  const blank = document.getElementById("new-paragraph");
  let kept = true;

  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 640)}px`;
  };
  form.querySelectorAll("textarea").forEach(grow);
  form.addEventListener("input", (event) => {
    kept = false;
    if (event.target.matches("textarea")) grow(event.target);
  });
  form.addEventListener("submit", () => { kept = true; });
  window.addEventListener("beforeunload", (event) => { if (!kept) event.preventDefault(); });

  /* The place in the text where a figure will be cited, in characters and not in halves of them. */
  const at = form.querySelector("[name=cite-at]");
  const inside = form.querySelector("[name=cite-in-at]");
  form.addEventListener("focusout", (event) => {
    const area = event.target;
    if (!at || !inside || !area.matches("#paragraphs textarea")) return;
    inside.value = area.name.slice(5);
    at.value = String(Array.from(area.value.slice(0, area.selectionStart)).length);
    const choice = form.querySelector("select[name=cite-in]");
    if (choice) choice.value = inside.value;
  });

  if (!list || !blank) return;
  const name = () => Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const paragraph = (button) => button.closest(".edited");

  const count = () => {
    let number = 0;
    for (const one of list.querySelectorAll(".edited:not(.gone):not(.missing)")) {
      const field = one.querySelector(".num-field");
      if (field && /^[0-9]+$/.test(field.value)) { number += 1; field.value = String(number); }
    }
  };

  const made = () => {
    const uid = name();
    const holder = document.createElement("div");
    holder.append(blank.content.cloneNode(true));
    const one = holder.firstElementChild;
    one.id = `e-${uid}`;
    one.dataset.uid = uid;
    for (const part of one.querySelectorAll("[name], [id], [for], [value]")) {
      for (const attribute of ["name", "id", "for", "value"]) {
        const said = part.getAttribute(attribute);
        if (said && said.includes("UID")) part.setAttribute(attribute, said.replace("UID", uid));
      }
    }
    one.querySelector(".uid").textContent = uid;
    return one;
  };

  const acts = {
    insert: (here) => {
      const one = made();
      if (here) here.after(one); else list.prepend(one);
      one.querySelector("textarea").focus();
    },
    up: (here) => { if (here.previousElementSibling) here.previousElementSibling.before(here); },
    down: (here) => { if (here.nextElementSibling) here.nextElementSibling.after(here); },
    remove: (here) => {
      here.classList.add("gone");
      const mark = document.createElement("input");
      Object.assign(mark, { type: "hidden", name: "gone", value: here.dataset.uid });
      here.prepend(mark);
      here.querySelector("textarea").readOnly = true;
    },
    back: (here) => {
      here.classList.remove("gone");
      here.querySelectorAll("[name=gone]").forEach((mark) => mark.remove());
      here.querySelector("textarea").readOnly = false;
    },
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    const [act] = button.value.split(":");
    if (!Object.hasOwn(acts, act)) return;
    event.preventDefault();
    kept = false;
    acts[act](paragraph(button));
    count();
    if (act === "up" || act === "down") button.focus();
    if (act === "remove") paragraph(button).querySelector("button[value^=back]").focus();
    if (act === "back") paragraph(button).querySelector("textarea").focus();
  });
})();

/* Words that were marked in a paragraph are quoted by the remark that is begun on it. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.remark-on");
    const chosen = window.getSelection();
    if (!link || !chosen || chosen.isCollapsed || !chosen.rangeCount) return;
    const words = link.closest(".para").querySelector(".words");
    const range = chosen.getRangeAt(0);
    if (!words.contains(range.commonAncestorContainer)) return;
    const part = range.cloneContents();
    part.querySelectorAll(".cited").forEach((one) => one.replaceWith(one.dataset.mark || one.textContent));
    part.querySelectorAll("sup").forEach((one) => one.remove());
    const address = new URL(link.href);
    address.searchParams.set("quote", part.textContent.trim().slice(0, 1500));
    link.href = address.href;
  });
})();
