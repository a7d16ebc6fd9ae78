"""What the morning list says of fundings."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from app.base.core.text import N_
from app.fundings import queries
from app.partners.registry import Due

REPORT = N_("%(report)s (%(name)s) : à envoyer avant le %(day)s.")
LATE = N_("%(report)s (%(name)s) : attendu depuis le %(day)s.")
FILE = N_("%(name)s : dossier à déposer avant le %(day)s.")
MISSED = N_("%(name)s : le dossier devait partir le %(day)s. Déposé, ou abandonné ?")


def due(session: Session, today: date) -> Iterator[Due]:
    """Yield the reports owed and the applications to file, near or late."""
    for report, funding in queries.owed(session, today):
        yield Due(
            key=f"funding-report:{report.id}",
            day=report.due_on,
            sentence=LATE if report.due_on < today else REPORT,
            values={
                "report": report.name,
                "name": funding.name,
                "day": f"{report.due_on:%d/%m/%Y}",
            },
            href=f"/gestion/financements/{funding.id}",
            organisation_id=funding.organisation_id,
            kind=N_("financement"),
        )
    for funding in queries.to_file(session, today):
        assert funding.file_by is not None
        yield Due(
            key=f"funding:{funding.id}",
            day=funding.file_by,
            sentence=MISSED if funding.file_by < today else FILE,
            values={"name": funding.name, "day": f"{funding.file_by:%d/%m/%Y}"},
            href=f"/gestion/financements/{funding.id}",
            organisation_id=funding.organisation_id,
            kind=N_("financement"),
        )
