/* Whoever writes under a domain sees that domain in the preview. */

const preview = document.getElementById("preview");

document.getElementById("text-form")?.addEventListener("focusin", (event) => {
  const words = event.target.closest(".text-domain")?.querySelector(".text-domain-head label")?.textContent.trim();
  const heading = words && [...preview.querySelectorAll("h3")].find((one) => one.textContent.trim() === words);
  if (heading && matchMedia("(min-width: 75rem)").matches) {
    const { top } = heading.getBoundingClientRect();
    preview.scrollTop += top - preview.getBoundingClientRect().top - 16;
  }
});
