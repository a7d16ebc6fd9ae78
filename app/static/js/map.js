// Show a list on a map: the same places, the same numbers, lit together.
function show(box) {
  const items = [...document.querySelectorAll(`${box.dataset.mapSource} [data-lat][data-lon]`)]
  const spots = items.map((item) => [item.dataset.lat, item.dataset.lon])
  box.hidden = false
  const map = ground(box)
  map.ready.then((whole) => {
    const bounds = spots.length ? L.latLngBounds(spots).pad(0.1) : whole
    if (bounds) map.fitBounds(bounds, { maxZoom: 15 })
    items.forEach((item, n) => join(map, item, n + 1))
  })
}
// Tie an item to its pin: pointing at one lights the other, choosing the pin goes to the item.
function join(map, item, n) {
  const link = item.querySelector("a")
  const name = `${n}. ${link.textContent.trim()}`
  const spot = L.marker([item.dataset.lat, item.dataset.lon], { icon: pin(String(n)), title: name }).addTo(map)
  const drawn = spot.getElement()
  drawn.setAttribute("aria-label", name)
  const light = (on) => {
    item.classList.toggle("is-lit", on)
    drawn.classList.toggle("pin--lit", on)
  }
  for (const side of [item, drawn]) {
    for (const sign of ["mouseenter", "focusin"]) side.addEventListener(sign, () => light(true))
    for (const sign of ["mouseleave", "focusout"]) side.addEventListener(sign, () => light(false))
  }
  spot.on("click keypress", ({ type, originalEvent }) => {
    if (type === "keypress" && originalEvent.key !== "Enter") return
    item.scrollIntoView({ block: "center" })
    link.focus({ preventScroll: true })
  })
}
const draw = () => document.querySelectorAll("[data-map][hidden]").forEach(show)
draw()
document.addEventListener("htmx:load", draw)
