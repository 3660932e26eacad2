// The page's own script uses the widget as any site would: through the queueing stub, whether or not the tag has loaded.
window.Docent ||= function () {
  (window.Docent.q ||= []).push(arguments);
};

for (const button of document.querySelectorAll("[data-chat]")) button.addEventListener("click", () => window.Docent("open"));
