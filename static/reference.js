// The reference data pages: names for the fields that look words up, which come without one.

const nameAll = () => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const label = field.labels[0];
    const shown = field.nextElementSibling?.querySelector("[role=combobox]");
    if (label && shown) {
      label.id = `${field.id}_label`;
      shown.setAttribute("aria-labelledby", `${label.id} select2-${field.id}-container`);
      shown.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
    }
  }
};

// The fields are drawn at a moment of their library's own choosing, before or after the page has loaded.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
