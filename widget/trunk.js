// For `trunk serve` alone: takes from a running server what that writes into the frame's page, and gives it to this one.

const workspace = new URLSearchParams(location.search).get("workspace");
const request = new XMLHttpRequest();
request.open("GET", "/frame/" + workspace, false); // The app starts right after this script.
request.send();
if (request.status === 200) {
  const { lang, dir, dataset } = new DOMParser().parseFromString(request.responseText, "text/html").documentElement;
  Object.assign(document.documentElement, { lang, dir });
  Object.assign(document.documentElement.dataset, { workspace });
  const phrases = {};
  window.docentWords = async (name) => JSON.stringify(Object.assign(phrases, await (await fetch(dataset[name])).json()));
  for (const part of ["help", "tickets"]) if (part in dataset) document.documentElement.dataset[part] = "";
} else {
  alert("Open this page with ?workspace= and the id that your tag carries, while `docent serve` runs on 127.0.0.1:8080.");
}
