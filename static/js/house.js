/* What every page does a little better with scripts than without. Nothing here is needed. */

// A form is sent once: the second click does nothing. The server refuses a second one too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// Back in the history: the form can be used again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("[data-sending]")) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// … but it is still the same form, also where the browser asked the page anew: sending it again makes nothing twice.
const tokens = [...document.querySelectorAll("[data-token]")];
const [arrival] = performance.getEntriesByType("navigation");
const before = history.state?.tokens;
if (arrival?.type === "back_forward" && before?.length === tokens.length) {
  tokens.forEach((input, index) => { input.value = before[index]; });
} else if (tokens.length) {
  history.replaceState({ ...history.state, tokens: tokens.map((input) => input.value) }, "");
}

// A filter that is left empty is no filter: it stays out of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

// What was wrong comes first.
document.querySelector("[data-focus]")?.focus();

// Menus close by Escape, and by a click beside them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// Who does not see the list change hears how long it has become.
document.addEventListener("htmx:after:swap", () => {
  const count = document.querySelector("#results .pages-count, #results .empty-text");
  const announcer = document.querySelector("[data-announcer]");
  if (announcer) announcer.textContent = count ? count.textContent : "";
});
