// Reloads the page when the card on disk is no longer the one it shows.
(() => {
  const shown = document.currentScript.dataset.version;
  // A form that came back stands at an address that cannot be loaded again.
  const show = () => {
    const next = new URLSearchParams(location.search).get("next");
    if (location.pathname.endsWith("/ask-access") && next) location.replace(next);
    else location.reload();
  };
  const look = async () => {
    try {
      const answer = await fetch("/_mock/preview", { cache: "no-store" });
      const { version } = await answer.json();
      if (String(version) !== shown) return show();
    } catch {
      // The preview has ended; the page stays as it is.
    }
    setTimeout(look, 700);
  };
  look();
})();
