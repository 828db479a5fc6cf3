// Shows in the document what the newest reply cites, and copies a quote with its place.
(() => {
  let newest = null; // the last reply, once its place has been shown

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  function clear() {
    for (const sentence of document.querySelectorAll("#panel .cited, #panel .near")) {
      sentence.classList.remove("cited", "near");
      for (const mark of sentence.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
      sentence.normalize();
    }
  }

  // The quote's place in the sentence comes with the reply, so no offset is counted here.
  function highlight(reply) {
    clear();
    const place = reply.querySelector(".place");
    const sentence = place && document.getElementById(place.hash.slice(1));
    if (!sentence) return null;
    const quote = reply.querySelector("blockquote");
    sentence.classList.add(quote ? "cited" : "near");
    if (quote && quote.textContent === sentence.textContent) {
      sentence.replaceChildren(...quote.cloneNode(true).childNodes);
    }
    return sentence;
  }

  // Only the panel's own box moves: scrollIntoView would also pull a phone's page away from the chat.
  function reveal(sentence) {
    const panel = document.getElementById("panel");
    const box = panel.getBoundingClientRect();
    const target = sentence.getBoundingClientRect();
    const top = panel.scrollTop + target.top - box.top - (panel.clientHeight - target.height) / 3;
    panel.scrollTo({ top, behavior: still() ? "auto" : "smooth" });
  }

  function follow() {
    label();
    const replies = document.querySelectorAll("#chat .reply");
    const last = replies[replies.length - 1] ?? null;
    if (last === newest) return;
    newest = last;
    if (!newest) return clear();
    const sentence = highlight(newest);
    if (sentence && newest.classList.contains("answer")) reveal(sentence);
  }

  // Gradio labels a message with its HTML source.
  function label() {
    for (const message of document.querySelectorAll('#chat [data-testid="user"], #chat [data-testid="bot"]')) {
      message.setAttribute("aria-label", message.dataset.testid === "user" ? "You asked" : "Visitbot replied");
    }
  }

  async function copy(button) {
    const reply = button.closest(".reply");
    const cite = reply.querySelector("cite");
    const place = reply.querySelector(".place").textContent;
    const link = cite.querySelector("a");
    const source = [cite.textContent, place, ...(link ? [link.href] : [])].join(", ");
    const speaker = reply.querySelector(".speaker");
    const text = `“${reply.querySelector("mark").innerText}”\n— ${speaker ? `${speaker.textContent}; ` : ""}${source}`;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Copying is blocked";
    }
    setTimeout(() => (button.textContent = "Copy quote"), 2000);
  }

  function click(event) {
    const button = event.target.closest?.("#chat .copy");
    if (button) copy(button);
    const place = event.target.closest?.("#chat .place");
    if (!place) return;
    event.preventDefault();
    const sentence = highlight(place.closest(".reply"));
    if (!sentence) return;
    reveal(sentence);
    document.getElementById("source").scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
  }

  new MutationObserver(follow).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", click);
})();
