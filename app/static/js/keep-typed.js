// A form that names itself (data-keep="stop-7") keeps what is typed on this device until the
// server has taken it: a lost network, a closed tab or a dead battery lose nothing.
const FRESH_MS = 24 * 3600 * 1000
for (const name of Object.keys(localStorage).filter((key) => key.startsWith("kept:"))) {
  const { at } = JSON.parse(localStorage.getItem(name))
  if (Date.now() - at > FRESH_MS) localStorage.removeItem(name)
}
document.querySelectorAll("form[data-keep]").forEach(watch)

function watch(form) {
  const name = `kept:${form.dataset.keep}`
  const kept = JSON.parse(localStorage.getItem(name) || "null")
  for (const [id, value] of kept?.typed ?? []) {
    const field = form.querySelector(`#${CSS.escape(id)}`)
    if (field?.type === "radio") field.checked = value
    else if (field) field.value = value
    if (value) field?.closest("details")?.setAttribute("open", "")
  }
  form.addEventListener("input", () => {
    const fields = [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type))
    const typed = fields.map((one) => [one.id, one.type === "radio" ? one.checked : one.value])
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), typed }))
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form, new FormData(form, event.submitter), name)
  })
}

// Sent by hand, since a browser throws the page away before it knows whether there is a network.
async function send(form, typed, name) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(typed) })
    const taken = answer.redirected && new URL(answer.url).pathname.startsWith("/tournee")
    if (taken) localStorage.removeItem(name)
    if (answer.redirected) return location.assign(answer.url)
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    document.querySelector("main").replaceWith(page.querySelector("main"))
    document.querySelectorAll("form[data-keep]").forEach(watch)
    document.querySelector("main [autofocus]")?.focus()
    scrollTo(0, 0)
  } catch {
    const said = form.querySelector(".offline")
    said.hidden = false
    said.scrollIntoView({ block: "center" })
  }
}
