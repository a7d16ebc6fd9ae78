// What somebody types while an answer is on its way is kept: the answer shows what was sent.
const late = { sent: new Map(), typed: [], gone: -1 }
const skipped = ["hidden", "submit", "button"]

function fields(root) {
  return [...root.querySelectorAll("input[id], select[id], textarea[id]")].filter(
    (one) => !skipped.includes(one.type)
  )
}
function state(field) {
  if (field.type === "radio" || field.type === "checkbox") return field.checked
  if (field.type === "file") return [...field.files].map((file) => `${file.name} ${file.size}`).join("/")
  return field.value
}
// A line that was taken away moves those below it up: objet-3 is objet-2 in the answer.
function moved(id) {
  const [, name, number] = id.match(/^(.+)-(\d+)$/) ?? []
  if (late.gone < 0 || !name) return id
  return Number(number) === late.gone ? "" : `${name}-${number - (number > late.gone)}`
}

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "post") return
  late.sent = new Map(fields(document).map((field) => [field.id, state(field)]))
  const asked = detail.requestConfig.elt.value ?? ""
  late.gone = asked.startsWith("remove-") ? Number(asked.slice(7)) : -1
})
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.requestConfig.verb !== "post") return
  const changed = fields(detail.target).filter(
    (field) => late.sent.has(field.id) && late.sent.get(field.id) !== state(field)
  )
  const active = document.activeElement
  late.typed = changed.filter((field) => moved(field.id)).map((field) => ({
    find: field.type === "radio" ? `[name="${field.name}"][value="${CSS.escape(field.value)}"]` : `#${moved(field.id)}`,
    kind: field.type,
    value: state(field),
    files: field.files,
    at: field === active && field.type === "text" ? [field.selectionStart, field.selectionEnd] : null,
  }))
  late.focus = detail.target.contains(active) ? moved(active.id ?? "") : ""
})
document.addEventListener("htmx:afterSwap", () => {
  for (const { find, kind, value, files, at } of late.typed) {
    const field = document.querySelector(find)
    if (!field) continue
    if (kind === "file") field.files = files
    else if (kind === "radio") field.checked ||= value
    else if (kind === "checkbox") field.checked = value
    else field.value = value
    if (at) field.setSelectionRange(...at)
  }
  if (late.gone >= 0 && late.focus) document.getElementById(late.focus)?.focus()
})
// A commune or a slot changed meanwhile asks again by itself, now that nothing is on its way.
document.addEventListener("htmx:afterSettle", () => {
  const changed = late.typed.splice(0)
  for (const { find } of changed) {
    document.querySelector(find)?.dispatchEvent(new Event("change", { bubbles: true }))
  }
})
