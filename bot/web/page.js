// Ties the conversation to the document: marks what is cited, shades what was asked, and follows addresses.
(() => {
  const SENTENCE = /^#((?:d\d+)?p\d+s\d+)$/;
  const POINT_MS = 120; // so that a pointer on its way elsewhere moves nothing

  let newest = null; // the last reply, once its place has been shown
  let current = null; // what is marked: a sentence's id, and the quote in it or null
  let before = null; // where the panel stood before a citation was pointed at
  let from = null; // the link that led into the document
  let asked = new Set();
  let arrived = false; // whether the address that the page was opened with has been followed
  let timer = 0;

  const panel = () => document.getElementById("panel");
  const told = (name) => document.querySelector(`#told .${name}`)?.textContent;
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const visible = (element) => Boolean(element?.offsetParent);

  // What a citation means: the quote of its own reply, or a sentence as a whole.
  function target(place) {
    const reply = place.closest(".reply");
    const own = reply?.classList.contains("answer") && !place.closest("details");
    const kind = own || !reply ? "cited" : "near";
    return { id: place.hash.slice(1), kind, quote: own ? reply.querySelector("blockquote") : null };
  }

  function clear() {
    for (const sentence of document.querySelectorAll("#panel .cited, #panel .near")) {
      sentence.classList.remove("cited", "near");
      sentence.removeAttribute("tabindex");
      for (const mark of sentence.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
      sentence.normalize();
    }
  }

  // The quote's place in the sentence comes with the reply, so no offset is counted here.
  function mark(wanted) {
    clear();
    const sentence = wanted && document.getElementById(wanted.id);
    if (!sentence) return null;
    sentence.classList.add(wanted.kind);
    if (wanted.quote && wanted.quote.textContent === sentence.textContent) {
      sentence.replaceChildren(...wanted.quote.cloneNode(true).childNodes);
    }
    return sentence;
  }

  // Only the panel's own box moves: scrollIntoView would also pull the page away from the chat.
  function reveal(sentence, behavior) {
    const box = panel().getBoundingClientRect();
    const place = sentence.getBoundingClientRect();
    if (place.top >= box.top && place.bottom <= box.bottom) return;
    const top = panel().scrollTop + place.top - box.top - Math.max(0, panel().clientHeight - place.height) / 3;
    panel().scrollTo({ top, behavior: still() ? "auto" : behavior });
  }

  function read(on) {
    document.documentElement.classList.toggle("reading", on);
  }

  // Brings a sentence before the reader; the focus goes there as with any link into a page.
  function go(wanted, { focus }) {
    before = null;
    current = wanted;
    const sentence = mark(wanted);
    if (!sentence) return;
    sentence.closest("article")?.removeAttribute("hidden");
    read(true);
    reveal(sentence, "smooth");
    if (!focus) return;
    sentence.tabIndex = -1;
    sentence.focus({ preventScroll: true });
  }

  function point(place) {
    if (!visible(panel())) return;
    before ??= { top: panel().scrollTop };
    const sentence = mark(target(place));
    if (visible(sentence)) reveal(sentence, "auto");
    before.left = panel().scrollTop;
  }

  // The panel goes back to where it stood, unless the reader has moved it meanwhile.
  function unpoint() {
    clearTimeout(timer);
    if (!before) return;
    const { top, left } = before;
    before = null;
    mark(current);
    if (Math.abs(panel().scrollTop - left) < 2) panel().scrollTo({ top, behavior: "auto" });
  }

  function shade() {
    const places = document.querySelectorAll("#chat .answer > .source .place");
    if (!places.length && asked.size) {
      for (const id of asked) document.getElementById(id)?.classList.remove("asked");
      asked = new Set();
    }
    for (const place of places) asked.add(place.hash.slice(1));
    for (const id of asked) document.getElementById(id)?.classList.add("asked");
    const note = told("already_asked");
    if (!note) return;
    for (const sentence of document.querySelectorAll("#panel .asked")) sentence.setAttribute("aria-description", note);
    for (const sentence of document.querySelectorAll("#panel [aria-description]:not(.asked)")) {
      sentence.removeAttribute("aria-description");
    }
  }

  // Gradio labels a message with its HTML source, and leaves scroll boxes without a name.
  function label() {
    const language = document.getElementById("told")?.lang;
    if (!language) return;
    if (document.documentElement.lang !== language) document.documentElement.lang = language;
    for (const message of document.querySelectorAll('#chat [data-testid="user"], #chat [data-testid="bot"]')) {
      const name = told(message.dataset.testid === "user" ? "you_asked" : "bot_replied");
      if (message.getAttribute("aria-label") === name) continue;
      message.setAttribute("aria-label", name);
      message.setAttribute("role", "group");
    }
    const clear = document.querySelector("#chat .icon-button-wrapper button");
    if (clear && clear.title !== told("clear")) {
      clear.title = told("clear");
      clear.setAttribute("aria-label", clear.title);
    }
    const box = panel();
    if (!box || box.tabIndex === 0) return;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", told("document_panel"));
    box.tabIndex = 0;
  }

  function arrive({ focus }) {
    const id = location.hash.match(SENTENCE)?.[1];
    if (id && document.getElementById(id)) go({ id, kind: "cited", quote: null }, { focus });
  }

  function update() {
    label();
    shade();
    if (!arrived && document.querySelector("#panel .sentence")) {
      arrived = true;
      arrive({ focus: false });
    }
    const replies = document.querySelectorAll("#chat .reply");
    const last = replies[replies.length - 1] ?? null;
    if (last === newest) return;
    newest = last;
    before = null;
    if (newest) begin(newest);
    const place = newest?.querySelector(".source .place");
    current = place ? target(place) : null;
    const sentence = mark(current);
    if (visible(sentence) && newest.classList.contains("answer")) reveal(sentence, "smooth");
  }

  // A new exchange is read from its question on, however long it is.
  function begin(reply) {
    const row = reply.closest(".message-row");
    const question = row?.previousElementSibling ?? row;
    const log = reply.closest("[role=log]");
    if (!question || !log) return;
    const top = log.scrollTop + question.getBoundingClientRect().top - log.getBoundingClientRect().top;
    log.scrollTo({ top, behavior: "auto" });
  }

  function back() {
    read(false);
    if (from?.isConnected) from.focus();
    from = null;
  }

  function click(event) {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    if (link.matches(".place")) {
      from = link;
      go(target(link), { focus: true });
      history.pushState(null, "", link.hash);
    } else if (link.hash === "#source") {
      from = link;
      read(true);
      panel().focus({ preventScroll: true });
      const sentence = current && document.getElementById(current.id);
      if (visible(sentence)) reveal(sentence, "auto");
    } else if (link.hash === "#conversation") {
      back();
    } else if (link.hash === "#question") {
      read(false);
      document.querySelector("#question textarea").focus();
    } else return;
    event.preventDefault();
  }

  function key(event) {
    if (event.key === "Escape" && from && event.target.closest?.("#panel")) back();
  }

  const cited = (event) => event.target.closest?.(".reply .place, .verification .place");

  document.addEventListener("click", click);
  document.addEventListener("keydown", key);
  document.addEventListener("pointerover", (event) => {
    const place = event.pointerType === "mouse" && cited(event);
    if (!place) return;
    clearTimeout(timer);
    timer = setTimeout(point, POINT_MS, place);
  });
  document.addEventListener("pointerout", (event) => cited(event) && unpoint());
  document.addEventListener("focusin", (event) => {
    const place = cited(event);
    if (place?.matches(":focus-visible")) point(place);
  });
  document.addEventListener("focusout", (event) => cited(event) && unpoint());
  document.addEventListener("visitbot:panel", () => {
    mark(current);
    shade();
  });
  addEventListener("hashchange", () => arrive({ focus: true }));
  addEventListener("popstate", () => location.hash || back());
  new MutationObserver(update).observe(document.documentElement, { childList: true, subtree: true });
})();
