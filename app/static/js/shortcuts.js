// A key focuses the field that names it (data-shortcut="/"), unless one is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target.closest("input, textarea, select, [contenteditable]")) return
  const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)
  if (!field) return
  event.preventDefault()
  field.focus()
  field.select()
})
