// Names the boxes that Django's autocomplete puts in place of a select: it leaves them without one.

const nameBoxes = () =>
  document.querySelectorAll("select.admin-autocomplete").forEach((select) => {
    const name = document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:\s*$/, "").trim();
    const box = select.parentElement.querySelector(".select2-container");
    if (!name || !box) return;
    box.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", name);
    });
  });

// Django makes the boxes when its jQuery is ready; what is registered later runs later.
window.django?.jQuery(nameBoxes);
