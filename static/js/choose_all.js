// One box that ticks all boxes of its name. Shown only where scripts run; the list may be replaced while one looks.
function show() {
  for (const all of document.querySelectorAll("[data-choose-all][hidden]")) all.hidden = false;
}
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-choose-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`input[type=checkbox][name="${all.dataset.chooseAll}"]`)) {
    box.checked = event.target.checked;
  }
});
document.addEventListener("htmx:after:swap", show);
show();
