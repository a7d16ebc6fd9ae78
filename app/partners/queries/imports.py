"""What files said of structures."""

from sqlmodel import Session, col, select

from app.partners.models import OrganisationImport


def of_source(session: Session, source: str) -> dict[str, OrganisationImport]:
    """Return what the files of a source last said, by how they name a structure."""
    rows = session.exec(select(OrganisationImport).where(col(OrganisationImport.source) == source))
    return {row.key: row for row in rows}


def last(session: Session, source: str, key: str) -> OrganisationImport | None:
    """Return what the files of a source last said of one structure."""
    return session.get(OrganisationImport, (source, key))
