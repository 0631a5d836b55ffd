/* The merge fields beside an editor become buttons: each puts its field where the cursor is. Without this the list
   is there to read. */

const list = document.querySelector("[data-merge-fields]");
const form = document.querySelector(".wording form");
const texts = form ? [...form.querySelectorAll("textarea, input[type=text]")].filter((text) => text.name !== "note" && text.name !== "name") : [];

if (list && texts.length) {
  let last = texts[0];
  const announcer = document.querySelector("[data-announcer]");

  form.addEventListener("focusin", (event) => {
    if (texts.includes(event.target)) last = event.target;
  });

  const labelOf = (text) => (text.labels?.[0]?.firstChild?.textContent ?? text.name).trim();

  const insert = (field) => {
    const { selectionStart, selectionEnd } = last;
    last.focus();
    last.setSelectionRange(selectionStart, selectionEnd);
    // This way Ctrl+Z takes it out again; a browser that no longer knows it gets the plain way.
    if (!document.execCommand("insertText", false, field)) {
      last.setRangeText(field, selectionStart, selectionEnd, "end");
      last.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
    announcer.textContent = list.dataset.inserted.replace("FIELD", field).replace("LABEL", labelOf(last));
  };

  for (const code of list.querySelectorAll("[data-merge-field]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "merge-button";
    code.replaceWith(button);
    button.append(code);
    button.addEventListener("click", () => insert(code.dataset.mergeField));
  }
  list.querySelector("[data-merge-how]").hidden = false;

  // On a phone the list would stand in the way of the text.
  const fold = list.querySelector("[data-merge-fold]");
  if (matchMedia("(max-width: 62rem)").matches) fold.open = false;
}
