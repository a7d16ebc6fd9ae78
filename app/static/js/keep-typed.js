// A form that names itself (data-keep="stop-7") keeps what is typed on this device until the
// server has taken it: a lost network, a closed tab or a dead battery lose nothing.
const FRESH_MS = 24 * 3600 * 1000
for (const name of Object.keys(localStorage).filter((key) => key.startsWith("kept:"))) {
  const { at } = JSON.parse(localStorage.getItem(name))
  if (Date.now() - at > FRESH_MS) localStorage.removeItem(name)
}
for (const form of document.querySelectorAll("form[data-keep]")) {
  const name = `kept:${form.dataset.keep}`
  const fields = () => [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type))
  const keep = () => {
    const typed = fields().map((one) => [one.id, one.type === "radio" ? one.checked : one.value])
    localStorage.setItem(name, JSON.stringify({ at: Date.now(), typed }))
  }
  const kept = JSON.parse(localStorage.getItem(name) || "null")
  for (const [id, value] of kept?.typed ?? []) {
    const field = form.querySelector(`#${CSS.escape(id)}`)
    if (field?.type === "radio") field.checked = value
    else if (field) field.value = value
  }
  form.addEventListener("input", keep)
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    const sent = new FormData(form, event.submitter)
    const offline = form.querySelector(".offline")
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent) })
      const taken = answer.redirected && new URL(answer.url).pathname.startsWith("/tournee")
      if (taken) localStorage.removeItem(name)
      if (answer.redirected) return location.assign(answer.url)
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      document.querySelector("main").replaceWith(page.querySelector("main"))
      document.querySelector("[autofocus]")?.focus()
      scrollTo(0, 0)
    } catch {
      offline.hidden = false
      offline.scrollIntoView({ block: "center" })
    }
  })
}
