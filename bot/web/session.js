// The page's session on the server: its documents, suggestions, a quote to check, saving, and its end with the page.
(() => {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const LARGEST = 20 * 1024 * 1024; // bytes of a file
  const find = (selector) => document.querySelector(selector);
  let begun = null; // the promise of the session's beginning
  let opened = false;
  let replies = 0; // shown when suggestions were last asked for
  let asking = 0; // number of the latest request for suggestions

  class Refusal extends Error {}

  const told = (name) => find("#session")?.dataset[name] ?? "";

  async function send(path, body, headers) {
    let response;
    try {
      response = await fetch(`session/${path}`, { method: "POST", headers, body });
    } catch {
      throw new Refusal(told("unreachable"));
    }
    if (response.ok) return response;
    const type = response.headers.get("content-type") ?? "";
    const said = type.startsWith("application/json") ? (await response.json()).error : await response.text();
    if (response.status === 410) await restart();
    throw new Refusal(said);
  }

  const call = (path, values = {}) =>
    send(path, JSON.stringify({ session: token, ...values }), { "Content-Type": "application/json" });

  const json = async (path, values) => (await call(path, values)).json();

  async function begin() {
    const { language } = await json("open");
    opened = true;
    hand();
    if (language !== "en") show(await json("view")); // the panel came in English
    offer();
  }

  function ready() {
    begun ??= begin().catch((error) => {
      begun = null;
      throw error;
    });
    return begun;
  }

  // What the page shows of a session that has ended is brought back to what the new one has.
  async function restart() {
    await json("open");
    show(await json("view"));
    offer();
  }

  function show({ documents, panel }) {
    find("#documents").outerHTML = documents;
    const parsed = new DOMParser().parseFromString(panel, "text/html");
    find("#panel .documents").replaceChildren(...parsed.querySelector(".documents").childNodes);
    document.dispatchEvent(new CustomEvent("visitbot:panel"));
  }

  // Only the box itself moves, as little as it must; of what is larger than the box, the beginning is shown.
  function reveal(element, box) {
    const place = element.getBoundingClientRect();
    const view = box.getBoundingClientRect();
    const above = place.top - view.top;
    const below = place.bottom - view.bottom;
    if (above < 0 || below > 0) box.scrollBy({ top: above < 0 ? above : Math.min(above, below), behavior: "auto" });
  }

  async function offer() {
    const number = ++asking;
    try {
      const { html, documents } = await json("suggestions");
      if (number !== asking) return;
      find("#suggestions").innerHTML = html;
      if (documents !== document.querySelectorAll("#documents input").length) show(await json("view"));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error; // without suggestions the page is whole
    }
  }

  // Runs what a person asked for inside a part of the page, and says there what came of it.
  async function act(part, work) {
    const status = part.querySelector(".status");
    const problem = part.querySelector(".problem");
    status.textContent = problem.textContent = "";
    try {
      await ready();
      status.textContent = (await work(status)) ?? "";
    } catch (error) {
      status.textContent = "";
      problem.textContent = error.message;
      if (!(error instanceof Refusal)) throw error;
    }
  }

  async function add(content, name, title, status) {
    if (content.size > LARGEST) throw new Refusal(`${name}: ${told("tooLarge")}`);
    status.textContent = told("reading");
    const response = await send("documents", content, {
      "Content-Type": "application/octet-stream",
      "X-Session": token,
      "X-File-Name": encodeURIComponent(name),
      "X-Title": encodeURIComponent(title),
    });
    const view = await response.json();
    show(view);
    const box = find("#panel");
    const article = find("#panel .documents > article:last-child");
    box.scrollBy({ top: article.getBoundingClientRect().top - box.getBoundingClientRect().top, behavior: "auto" });
    offer();
    return view.message;
  }

  // A file is called by its name without the suffix, unless another document is called so already.
  function titleOf(file) {
    const stem = file.name.replace(/\.[^.]*$/, "");
    const titles = [...document.querySelectorAll("#documents label > span[dir]")];
    return titles.some((title) => title.textContent === stem) ? file.name : "";
  }

  const addFiles = (files) =>
    act(find("#add-document"), async (status) => {
      const messages = [];
      for (const file of files) messages.push(await add(file, file.name, titleOf(file), status));
      return messages.join(" ");
    });

  const paste = (form) =>
    act(find("#add-document"), async (status) => {
      const [text, title] = form.querySelectorAll("textarea, input");
      const message = await add(new Blob([text.value]), `${title.value || told("pasted")}.txt`, title.value, status);
      form.reset();
      return message;
    });

  const check = (form) =>
    act(find("#check"), async () => {
      const [text, speaker] = form.querySelectorAll("textarea, input");
      const result = find("#check .checked");
      result.replaceChildren();
      result.innerHTML = (await json("check", { text: text.value, speaker: speaker.value })).html;
      reveal(result, find("#tools"));
    });

  const choose = (box) =>
    act(find("#add-document"), async () => {
      const boxes = [...document.querySelectorAll("#documents input")];
      const chosen = boxes.filter((other) => other.checked).map((other) => Number(other.value));
      try {
        const { hidden } = await json("choice", { chosen });
        const articles = document.querySelectorAll("#panel .documents > article");
        articles.forEach((article, position) => (article.hidden = hidden.includes(position)));
        offer();
      } catch (error) {
        box.checked = !box.checked;
        throw error;
      }
    });

  const save = (format) =>
    act(find("#export"), async () => {
      const response = await call("export", { format });
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition"))[1];
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    });

  // Gradio sends what this box holds with each question. It empties the box if that was filled while it was being
  // made, so look again whenever the page changes or is used.
  function hand() {
    const box = find("#token textarea, #token input");
    if (!opened || !box || box.value === token) return;
    box.value = token;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function follow() {
    const session = find("#session");
    if (session && !session.dataset.token) {
      session.dataset.token = token;
      ready().catch(() => {}); // said when something is asked for
    }
    hand();
    const shown = document.querySelectorAll("#chat .reply").length;
    if (shown === replies) return;
    const cleared = shown === 0;
    replies = shown;
    if (cleared) call("clear").then(offer, () => {});
    else offer();
  }

  const dragged = (event) => event.dataTransfer?.types.includes("Files");

  document.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.documentElement.classList.add("dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.documentElement.classList.remove("dragging");
  });
  document.addEventListener("drop", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    document.documentElement.classList.remove("dragging");
    find("#add-document").open = true;
    addFiles([...event.dataTransfer.files]);
  });
  for (const kind of ["focusin", "input"]) document.addEventListener(kind, hand);
  document.addEventListener("change", (event) => {
    if (event.target.matches("#documents input")) choose(event.target);
    if (event.target.matches("#add-document input[type=file]")) {
      addFiles([...event.target.files]);
      event.target.value = "";
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#session")) return;
    event.preventDefault();
    if (event.target.closest("#check")) check(event.target);
    else paste(event.target);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#export button");
    if (button) save(button.dataset.format);
  });
  addEventListener("pagehide", () => {
    navigator.sendBeacon("session/close", new Blob([JSON.stringify({ session: token })], { type: "application/json" }));
  });

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
})();
