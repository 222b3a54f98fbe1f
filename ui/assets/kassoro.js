// Opens the quote a marker names, and keeps the first quote of a new answer in view.
(() => {
  const reveal = (mark) => {
    const box = mark.closest(".k-article");
    if (box) box.scrollTop = mark.offsetTop - box.clientHeight / 3;
  };
  document.addEventListener("click", (event) => {
    const marker = event.target.closest && event.target.closest(".k-mark");
    if (!marker) return;
    const open = () => {
      const mark = document.getElementById("k-quote-" + marker.textContent.trim());
      if (!mark) return;
      document.querySelectorAll("mark.k-on").forEach((other) => other.classList.remove("k-on"));
      mark.classList.add("k-on");
      reveal(mark);
      mark.scrollIntoView({ block: "nearest" });
    };
    // The click may first bring another answer's sources into the panel.
    open();
    setTimeout(open, 350);
  });
  new MutationObserver((changes) => {
    if (!changes.some((change) => change.target.closest && change.target.closest("#k-sources"))) return;
    document.querySelectorAll("#k-sources .k-article").forEach((box) => {
      const mark = box.querySelector("mark");
      if (mark && !box.dataset.shown) { box.dataset.shown = "1"; reveal(mark); }
    });
  }).observe(document, { childList: true, subtree: true });
})();
