// Place a point by dragging a marker: it writes into the two fields, and follows them.
for (const box of document.querySelectorAll("[data-pick]")) {
  const lat = document.getElementById(box.dataset.latField)
  const lon = document.getElementById(box.dataset.lonField)
  box.hidden = false
  const map = ground(box)
  const spot = L.marker([0, 0], { draggable: true, icon: pin(""), title: box.getAttribute("aria-label") })
  const number = (field) => parseFloat(field.value.replace(",", "."))
  const put = ({ lat: y, lng: x }) => {
    lat.value = y.toFixed(6)
    lon.value = x.toFixed(6)
    spot.setLatLng([y, x]).addTo(map)
  }
  const follow = () => {
    const here = [number(lat), number(lon)]
    if (here.every(Number.isFinite)) map.setView(spot.setLatLng(here).addTo(map).getLatLng(), box.dataset.tiles ? 16 : 12)
    else map.ready.then((bounds) => bounds && map.fitBounds(bounds))
  }
  spot.on("dragend", () => put(spot.getLatLng()))
  map.on("click", (event) => put(event.latlng))
  for (const field of [lat, lon]) field.addEventListener("change", follow)
  follow()
}
