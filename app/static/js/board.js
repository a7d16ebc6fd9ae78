// Carry a card to the step beside it: dropping it presses the button that leads there.
const board = document.querySelector(".board")
let carried = null

const columnOf = (event) => event.target.closest(".board__column")
const way = (column) =>
  carried && column && carried.querySelector(`form[data-to="${CSS.escape(column.id)}"]`)

function aim(column) {
  for (const each of board.querySelectorAll(".is-aimed")) each.classList.remove("is-aimed")
  if (column) column.classList.add("is-aimed")
}

if (board) {
  for (const form of board.querySelectorAll("form[data-to]")) {
    form.closest(".board__card").draggable = true
  }
  board.addEventListener("dragstart", (event) => {
    carried = event.target.closest(".board__card[draggable=true]")
    if (!carried) return
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", carried.querySelector("h3").textContent.trim())
    carried.classList.add("is-carried")
  })
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event)
    if (!way(column)) return aim(null)
    event.preventDefault()
    aim(column)
  })
  board.addEventListener("drop", (event) => {
    const form = way(columnOf(event))
    if (!form) return
    event.preventDefault()
    form.requestSubmit()
  })
  board.addEventListener("dragend", () => {
    aim(null)
    carried?.classList.remove("is-carried")
    carried = null
  })
}
