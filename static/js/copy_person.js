// Shows what will be copied as soon as somebody is chosen. Without this the server copies when the form is saved.
for (const source of document.querySelectorAll("select[data-copies]")) {
  let copied = {};
  source.addEventListener("change", () => {
    const chosen = source.selectedOptions[0].dataset;
    for (const field of source.form.elements) {
      const key = `copy${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
      if (field.type === "checkbox") {
        if (key in chosen) field.checked = true;
        else if (copied[key]) field.checked = false;
      } else if (key in chosen || key in copied) {
        // What somebody typed stays.
        if (field.value === "" || field.value === copied[key]) field.value = chosen[key] ?? "";
      }
    }
    copied = { ...chosen };
  });
}
