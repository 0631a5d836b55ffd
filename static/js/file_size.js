/* A file that is too large says so beside its field before it is sent. Without this the server says so afterwards. */

const SIZED = "input[type=file][data-largest]";

const isTooLarge = (input) => [...input.files].some((file) => file.size > Number(input.dataset.largest));

function tell(input) {
  const field = input.closest(".field");
  const id = `${input.id}_size`;
  document.getElementById(id)?.remove();
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (isTooLarge(input)) {
    const error = document.createElement("div");
    error.id = id;
    error.className = "field-errors";
    error.setAttribute("role", "alert");
    error.append(Object.assign(document.createElement("p"), { textContent: input.dataset.tooLarge }));
    input.before(error);
    described.push(id);
  }
  const isWrong = field.querySelector(".field-errors") !== null;
  field.classList.toggle("field-wrong", isWrong);
  input.setAttribute("aria-invalid", String(isWrong));
  input.setAttribute("aria-describedby", described.join(" "));
}

document.addEventListener("change", (event) => {
  if (event.target.matches(SIZED)) tell(event.target);
});

// Ahead of what lets a form be sent once: this one was not sent.
document.addEventListener("submit", (event) => {
  const input = [...event.target.querySelectorAll(SIZED)].find(isTooLarge);
  if (!input) return;
  event.preventDefault();
  input.focus();
}, true);
