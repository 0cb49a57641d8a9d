/* Passkeys: the question stands in the page as JSON (or is fetched), the browser's answer goes into the form. */
"use strict";
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!forms.length || !window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const letters = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const question = async (form) => {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent).publicKey;
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).request_options.publicKey;
  };
  const create = (asked) =>
    navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: bytes(asked.challenge),
        user: { ...asked.user, id: bytes(asked.user.id) },
        excludeCredentials: keys(asked.excludeCredentials),
        authenticatorSelection: {
          ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
        },
      },
    });
  const get = (asked) =>
    navigator.credentials.get({
      publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: keys(asked.allowCredentials) },
    });
  const plain = (found) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = letters(found.response[name]);
    }
    if (found.response.getTransports) response.transports = found.response.getTransports();
    return {
      id: found.id, rawId: letters(found.rawId), type: found.type, response,
      authenticatorAttachment: found.authenticatorAttachment,
      clientExtensionResults: found.getClientExtensionResults(),
    };
  };

  for (const form of forms) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const refused = form.querySelector("[data-refused]");
      refused.hidden = true;
      try {
        const found = await (form.dataset.passkey === "create" ? create : get)(await question(form));
        form.elements.credential.value = JSON.stringify(plain(found));
        form.submit();
      } catch {
        refused.textContent = refused.dataset.refused;
        refused.hidden = false;
      }
    });
  }
})();
