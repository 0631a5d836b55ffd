/* The map through time as a slider. Each place of it is a link in the list beside it, which htmx follows. */

let waiting;

function linkAt(slider) {
  return slider.closest("[data-map-steps]").querySelectorAll("[data-step]")[slider.value];
}

// Which day it will be is said at once …
document.addEventListener("input", ({ target }) => {
  if (target.id !== "map-slider") return;
  const words = linkAt(target).dataset.step;
  document.getElementById("map-day").textContent = words;
  target.setAttribute("aria-valuetext", words);
});

// … and shown when the slider rests.
document.addEventListener("change", ({ target }) => {
  if (target.id !== "map-slider") return;
  clearTimeout(waiting);
  waiting = setTimeout(() => linkAt(target).click(), 250);
});

// Who does not see the map hears what the day says.
document.addEventListener("htmx:after:swap", () => {
  const answer = document.querySelector("[data-map-steps]") && document.querySelector(".answer");
  if (answer) document.querySelector("[data-announcer]").textContent = answer.textContent;
});
