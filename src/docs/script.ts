/** What the page does by itself: a search over everything that has a name, for the keyboard; folded places open when linked to. */
export const script = `
"use strict";
const input = document.querySelector("[role=combobox]");
const list = document.querySelector("[role=listbox]");
const places = [...document.querySelectorAll("[data-find]")].map((at) => ({
  id: at.id, name: at.dataset.find, kind: at.dataset.kind, about: at.dataset.about || "", low: at.dataset.find.toLowerCase(),
}));
let found = [], chosen = 0;
function open(id) {
  let at = document.getElementById(id);
  if (!at) { try { at = document.getElementById(decodeURIComponent(id)); } catch { return; } }
  for (let up = at; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
  if (at) at.scrollIntoView();
}
function rank(place, words) {
  let sum = 0;
  for (const word of words) {
    const where = place.low.indexOf(word);
    if (where >= 0) sum += (place.low === word ? 0 : where === 0 || /[._ ]/.test(place.low[where - 1]) ? 1 : 2) + place.low.length / 200;
    else if (place.about.toLowerCase().includes(word)) sum += 4;
    else return -1;
  }
  return sum;
}
function show() {
  const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
  found = words.length === 0 ? [] : places.map((place) => [rank(place, words), place]).filter(([r]) => r >= 0)
    .sort((a, b) => a[0] - b[0]).slice(0, 40).map(([, place]) => place);
  chosen = 0;
  list.replaceChildren(...found.map((place, index) => {
    const li = document.createElement("li"), name = document.createElement("span"), kind = document.createElement("small");
    li.role = "option"; li.id = "option-" + index; name.textContent = place.name;
    kind.textContent = place.kind + (place.about ? " · " + place.about : "");
    li.append(name, kind);
    li.addEventListener("pointerdown", (event) => { event.preventDefault(); go(index); });
    return li;
  }));
  if (words.length > 0 && found.length === 0) {
    const li = document.createElement("li"); li.className = "none"; li.textContent = "nothing of this name"; list.append(li);
  }
  list.hidden = words.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  mark();
}
function mark() {
  [...list.querySelectorAll("[role=option]")].forEach((li, index) => {
    li.setAttribute("aria-selected", String(index === chosen));
    if (index === chosen) { input.setAttribute("aria-activedescendant", li.id); li.scrollIntoView({ block: "nearest" }); }
  });
  if (found.length === 0) input.removeAttribute("aria-activedescendant");
}
function close() { list.hidden = true; input.setAttribute("aria-expanded", "false"); }
function go(index) {
  const place = found[index];
  if (!place) return;
  close(); input.blur();
  if (location.hash === "#" + place.id) open(place.id); else location.hash = place.id;
}
input.addEventListener("input", show);
input.addEventListener("focus", () => { if (input.value) show(); });
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (found.length > 0) chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    mark();
  } else if (event.key === "Enter") { event.preventDefault(); go(chosen); }
  else if (event.key === "Escape") { input.value = ""; show(); input.blur(); }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (!typing && (event.key === "/" || (event.key === "k" && (event.metaKey || event.ctrlKey)))) {
    event.preventDefault(); input.focus(); input.select();
  }
});
addEventListener("hashchange", () => open(location.hash.slice(1)));
if (location.hash) open(location.hash.slice(1));
`;
