"""The DOCX of an agreement: a layout made here once, filled by docxtpl.

Its libraries are heavy: they are imported when somebody asks for a file. Values are escaped, so
that what people type is text and never markup or template.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

LEAF: Final = (0x0F, 0x6B, 0x4F)
WIDTH_CM: Final = 2.2


def docx(facts: Mapping[str, Any]) -> bytes:
    """Return the document that says `facts`."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - heavy: see above

    template = DocxTemplate(BytesIO(_layout()))
    template.render(dict(facts), autoescape=True)
    template.docx.core_properties.title = str(facts["title"])[:250]
    template.docx.core_properties.author = str(facts["house"])[:250]
    buffer = BytesIO()
    template.save(buffer)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _layout() -> bytes:
    """Return the empty layout: styles of the house, places for what is said."""
    from docx import Document  # noqa: PLC0415 - heavy: see above
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    made = Document()
    made.core_properties.created = datetime(2026, 1, 1, tzinfo=UTC)
    made.core_properties.language = "fr-FR"
    section = made.sections[0]
    section.left_margin = section.right_margin = Cm(WIDTH_CM)
    body = made.styles["Normal"]
    body.font.name, body.font.size = "Calibri", Pt(11)
    for level, size in ((1, 18), (2, 13)):
        style = made.styles[f"Heading {level}"]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = RGBColor(*LEAF)
    section.header.paragraphs[0].text = "{{ house }}\t\t{{ number }}"
    made.add_heading("{{ title }}", level=1)
    _lines(
        made,
        "{%p if subtitle %}",
        "{{ subtitle }}",
        "{%p endif %}",
        "{%p if draft %}",
        "{{ draft_words }}",
        "{%p endif %}",
        "{%p for line in facts %}",
        "{{ line[0] }} : {{ line[1] }}",
        "{%p endfor %}",
        "{%p for section in sections %}",
    )
    made.add_heading("{{ article }} {{ section.number }}. {{ section.title }}", level=2)
    _lines(made, "{%p for block in section.blocks %}", "{%p if block.item %}")
    made.add_paragraph("{{ block.text }}", style="List Bullet")
    _lines(
        made,
        "{%p else %}",
        "{{ block.text }}",
        "{%p endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{{ made_in }}",
    )
    table = made.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    for number, cell in enumerate(table.rows[0].cells):
        cell.text = f"{{{{ signatures[{number}] }}}}"
        for _line in range(4):
            cell.add_paragraph()
    _lines(made, "{%p if print %}", "{{ print }}", "{%p endif %}")
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _lines(made: Any, *lines: str) -> None:
    for line in lines:
        made.add_paragraph(line)
