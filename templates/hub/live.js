// Reloads the page when the card on disk is no longer the one it shows.
(() => {
  const shown = document.currentScript.dataset.version;
  const look = async () => {
    try {
      const answer = await fetch("/_mock/preview", { cache: "no-store" });
      const { version } = await answer.json();
      if (String(version) !== shown) return location.reload();
    } catch {
      // The preview has ended; the page stays as it is.
    }
    setTimeout(look, 700);
  };
  look();
})();
