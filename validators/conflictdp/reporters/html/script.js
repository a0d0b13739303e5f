"use strict";
// Filters the findings of each report, opens and closes them, and prints them open.
// Everything can be read without it; the counts are in the page, and are added up, never guessed.

document.documentElement.classList.add("scripted");

const format = new Intl.NumberFormat("en");
const amount = (count, one, many) => `${format.format(count)} ${count === 1 ? one : many}`;

function filtering(report) {
  const form = report.querySelector("form.filters");
  if (!form) return;
  const groups = [...report.querySelectorAll(".group")];
  const status = form.querySelector("output");
  const nothing = report.querySelector(".none-left");
  const toggle = form.querySelector(".toggle");
  const texts = new Map();
  let waiting = 0;

  function text(group) {
    if (!texts.has(group)) texts.set(group, group.textContent.toLowerCase());
    return texts.get(group);
  }

  function apply() {
    const severities = [...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value);
    const words = form.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let kinds = 0;
    let findings = 0;
    for (const group of groups) {
      const fits = severities.includes(group.dataset.severity)
        && (!form.family.value || group.dataset.family === form.family.value)
        && (!form.table.value || group.dataset.table === form.table.value)
        && words.every((word) => text(group).includes(word));
      group.hidden = !fits;
      if (fits) {
        kinds += 1;
        findings += Number(group.dataset.count);
      }
    }
    nothing.hidden = kinds > 0;
    status.textContent = `${amount(kinds, "kind", "kinds")} of finding, ${amount(findings, "finding", "findings")}`;
  }

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  }

  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  toggle.addEventListener("click", () => {
    const open = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(open));
    toggle.textContent = open ? "Close all" : "Open all";
    for (const group of groups) group.firstElementChild.open = open;
  });
  for (const link of report.querySelectorAll(".filter-link")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.reset();
      const choice = form[link.dataset.kind];
      if ([...choice.options].some((option) => option.value === link.dataset.name)) choice.value = link.dataset.name;
      setTimeout(() => { apply(); form.scrollIntoView(); choice.focus(); });
    });
  }
  apply();
}

document.querySelectorAll(".report").forEach(filtering);

// On paper nothing can be opened: findings are printed open; of charts the drawing is enough.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll(".group > details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
