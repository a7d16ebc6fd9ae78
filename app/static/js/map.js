// Show a list on a map: the same places, the same numbers, lit together.
function show(box) {
  const items = [...document.querySelectorAll(`${box.dataset.mapSource} [data-lat][data-lon]`)]
  box.hidden = false
  const map = ground(box)
  const pins = items.map((item, n) => {
    const link = item.querySelector("a")
    const spot = L.marker([item.dataset.lat, item.dataset.lon], {
      icon: pin(String(n + 1)), title: link.textContent.trim(), alt: `${n + 1}. ${link.textContent.trim()}`,
    }).addTo(map)
    const light = (on) => {
      item.classList.toggle("is-lit", on)
      spot.getElement().classList.toggle("pin--lit", on)
    }
    for (const side of [item, spot.getElement()]) {
      for (const name of ["mouseenter", "focusin"]) side.addEventListener(name, () => light(true))
      for (const name of ["mouseleave", "focusout"]) side.addEventListener(name, () => light(false))
    }
    spot.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return
      item.scrollIntoView({ block: "center" })
      link.focus({ preventScroll: true })
    })
    return spot
  })
  const places = L.featureGroup(pins)
  map.ready.then((whole) => {
    const bounds = pins.length ? places.getBounds() : whole
    if (bounds) map.fitBounds(bounds.pad(0.1), { maxZoom: 15 })
  })
}
const draw = (root) => root.querySelectorAll("[data-map][hidden]").forEach(show)
draw(document)
document.addEventListener("htmx:load", (event) => draw(event.target.parentNode || document))
