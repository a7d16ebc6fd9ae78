// Add "Autour de moi" under the place field; the position goes only into this search.
function offer(form) {
  const { lat, lon, ou: where } = form.elements
  const button = document.createElement("button")
  button.type = "button"
  button.className = "button button--quiet locate"
  button.textContent = form.dataset.locate
  button.addEventListener("click", () => {
    button.disabled = true
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      lat.value = coords.latitude.toFixed(5)
      lon.value = coords.longitude.toFixed(5)
      where.value = ""
      form.requestSubmit(form.querySelector(".search__go button"))
    }, () => {
      button.textContent = form.dataset.locateFailed
      where.focus()
    }, { timeout: 8000, maximumAge: 60000 })
  })
  where.addEventListener("input", () => { lat.value = lon.value = "" })
  where.closest(".field").append(button)
}
const offerAll = () => navigator.geolocation &&
  [...document.querySelectorAll("form[data-locate]")].filter((form) => !form.querySelector(".locate")).forEach(offer)
offerAll()
document.addEventListener("htmx:load", offerAll)
