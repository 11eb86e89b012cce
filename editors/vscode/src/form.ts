/** The gate form of a card, as the server renders it from the text in the editor. */

/** The parameters of the request `cardlint/gateForm`: a document, and the cursor in it. */
export const gateForm = "cardlint/gateForm";

export interface GateForm {
  /** The form as the Hub shows it, as a section of HTML without scripts. */
  html: string;
  /** The style sheet of the Hub's pages. */
  style: string;
  /** The id of the element that the cursor is in: a field of the form. */
  active: string | null;
}

/** The page of the side panel: it shows the form, and scrolls to the field at the cursor. */
export function page(form: GateForm | null, nonce: string): string {
  const body = form?.html ?? "<p class=\"empty\">This card has no gate form: it has no key that begins with <code>extra_gated_</code>.</p>";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src https: data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
${form?.style ?? ""}
body { padding: 1rem; }
.active { outline: 2px solid var(--vscode-focusBorder, #0a66d0); outline-offset: 4px; border-radius: 2px; }
</style>
</head>
<body>
${body}
<script nonce="${nonce}">
addEventListener("submit", (event) => event.preventDefault());
const show = (id) => {
  document.querySelectorAll(".active").forEach((element) => element.classList.remove("active"));
  const element = id === null ? null : document.getElementById(id);
  const field = element?.closest(".field, label, p, div") ?? element;
  field?.classList.add("active");
  field?.scrollIntoView({ block: "nearest", behavior: "smooth" });
};
addEventListener("message", (event) => show(event.data.active));
show(${JSON.stringify(form?.active ?? null)});
</script>
</body>
</html>`;
}
