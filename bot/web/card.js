// The buttons of an answer, and the questions offered.
(() => {
  const COPIED_MS = 2000;

  const told = (name) => document.querySelector(`#told .${name}`)?.textContent;

  // As a reader cites it: the quote, who says it, the title, the place and the address.
  function citation(reply) {
    const speaker = reply.querySelector(".speaker");
    const cite = reply.querySelector("cite");
    const link = cite.querySelector("a");
    const place = [cite.textContent, reply.querySelector(".place").textContent, ...(link ? [link.href] : [])];
    const source = `${speaker ? `${speaker.textContent}; ` : ""}${place.join(", ")}`;
    return `“${reply.querySelector("mark").innerText}”\n— ${source}`;
  }

  async function copy(button) {
    const name = button.textContent;
    try {
      await navigator.clipboard.writeText(citation(button.closest(".reply")));
      button.textContent = told("copied");
    } catch {
      button.textContent = told("copy_blocked");
    }
    setTimeout(() => (button.textContent = name), COPIED_MS);
  }

  // The server's reply: HTML of its own making, a file, or an error with its message.
  async function post(button) {
    const session = document.getElementById("session")?.dataset.token;
    const response = await fetch(`session/${button.name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ session, turn: Number(button.value) }),
    });
    const file = response.headers.get("content-disposition")?.match(/filename="?([^";]+)/)?.[1];
    if (response.ok && file) return { file, blob: await response.blob() };
    const { error, html } = await response.json();
    if (!response.ok) throw new Error(error ?? told("unreachable"));
    return { html };
  }

  function save({ file, blob }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 0);
  }

  async function why(button) {
    const reply = button.closest(".reply");
    let body = reply.querySelector(".why");
    if (body) {
      body.hidden = !body.hidden;
    } else {
      const { html } = await post(button);
      button.closest(".controls").insertAdjacentHTML("afterend", html);
      body = reply.querySelector(".why");
    }
    button.setAttribute("aria-expanded", String(!body.hidden));
  }

  async function judge(button) {
    await post(button);
    const row = button.closest(".feedback");
    for (const other of row.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button));
      other.setAttribute("aria-disabled", "true");
    }
    say(row, told("noted"), "status");
  }

  function say(place, text, kind) {
    place.querySelector(`.${kind}`)?.remove();
    const note = document.createElement("span");
    note.className = kind;
    note.textContent = text;
    place.append(" ", note);
  }

  const ACTIONS = {
    copy,
    why,
    receipt: async (button) => save(await post(button)),
    right: judge,
    wrong: judge,
    silent: judge,
  };

  async function act(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const row = button.parentElement;
    row.querySelector(".problem")?.remove();
    try {
      await ACTIONS[button.name](button);
    } catch (error) {
      say(row, error instanceof TypeError || error instanceof SyntaxError ? told("unreachable") : error.message, "problem");
    }
    if (!button.hasAttribute("aria-pressed")) button.removeAttribute("aria-disabled");
  }

  // Gradio takes a text over at the event and sends it with the next click on its button.
  function ask(question) {
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.querySelector("#question .submit-button").click(), 0);
    box.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#chat .reply button[name]");
    if (button && ACTIONS[button.name]) act(button);
    const suggestion = event.target.closest?.("button.suggestion");
    if (suggestion) ask(suggestion.textContent);
  });
})();
