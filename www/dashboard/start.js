// Starts the dashboard's module; the page carries no inline script, so its Content-Security-Policy can be strict.
const { script, wasm } = document.querySelector("script[data-script]").dataset;
try {
  const { default: start } = await import(script);
  await start({ module_or_path: wasm });
} catch (error) {
  console.error(error);
  const placeholder = document.getElementById("placeholder");
  if (placeholder) placeholder.textContent = placeholder.dataset.failed;
}
