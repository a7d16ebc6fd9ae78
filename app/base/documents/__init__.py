"""Papers that the house writes: PDF by typst, tagged for screen readers (PDF/UA-1).

A room keeps its own layouts (`*.typ`) in its folder `papers`; the house's style stands here and
is imported from `/house.typ`. A layout reads its facts with `json(bytes(sys.inputs.facts))`: what
people typed is text in it and never markup.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

HOUSE: Final = "house.typ"


def pdf(package: str, layout: str, facts: Mapping[str, Any]) -> bytes:
    """Return the PDF that the layout `papers/<layout>.typ` of a room draws from `facts`.

    `facts` are plain JSON values; dates and figures come in as people read them.
    """
    import typst  # noqa: PLC0415 - forty megabytes that no other page needs

    sources = {
        HOUSE: _text("app.base.documents", f"typst/{HOUSE}"),
        "main": _text(package, f"papers/{layout}.typ"),
    }
    return bytes(
        typst.compile(  # type: ignore[call-overload] # several files: its stub forgets them
            {name: text.encode() for name, text in sources.items()},
            format="pdf",
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
        )
    )


def _text(package: str, path: str) -> str:
    return Path(str(files(package).joinpath(path))).read_text(encoding="utf-8")
