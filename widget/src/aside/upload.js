/**
 * Sends a file; `moved` hears which part of it has left, from 0 to 1. Resolves to the text that answers it, to `undefined` if the bytes did
 * not arrive. `fetch` tells nothing of how far an upload is.
 */
export const send_file = (request, address, file, moved) =>
  new Promise((done) => {
    request.open("POST", address);
    request.upload.onprogress = (event) => event.lengthComputable && moved(event.loaded / (event.total || 1));
    request.onloadend = () => done(request.status === 200 ? request.responseText : undefined);
    request.send(file);
  });
