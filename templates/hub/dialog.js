// Shows a dialog over the page, as the Hub does. Without this script it is a part of the page.
for (const dialog of document.querySelectorAll("dialog[open]")) {
  dialog.removeAttribute("open");
  // What was done is said inside of the dialog, since nothing else can be reached while it is open.
  for (const said of document.querySelectorAll("main > .notice, main > .alert")) dialog.prepend(said);
  dialog.showModal();
  dialog.addEventListener("close", () => location.assign(dialog.dataset.close));
}
