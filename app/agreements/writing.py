"""The whole text of an agreement, from its articles, its dates and its commitments."""

from dataclasses import dataclass

from sqlmodel import Session

from app.agreements import queries
from app.agreements.models import Agreement, Side
from app.agreements.rules import phrases, texts
from app.agreements.rules.sheets import CommitmentFacts, terms_of
from app.agreements.rules.texts import Text
from app.partners import queries as partners


@dataclass(frozen=True)
class House:
    """Who we are on paper, and where."""

    name: str
    territory: str


def text_of(session: Session, agreement: Agreement, house: House) -> Text:
    """Return the text as it was signed, or as it stands today while it is a draft."""
    if agreement.signed_text is not None:
        return texts.read(agreement.signed_text)
    partner = partners.organisation(session, agreement.organisation_id).name
    parent = queries.agreement(session, agreement.parent_id) if agreement.parent_id else None
    promised = [CommitmentFacts.of(row) for row in queries.commitments(session, agreement.id)]
    terms = terms_of(agreement)
    said = {
        "nous": house.name,
        "partenaire": partner,
        "territoire": house.territory,
        "debut": phrases.said_day(terms.starts_on),
        "fin": phrases.said_day(agreement.ends_on) if agreement.ends_on else "",
        "preavis": phrases.said_notice(terms),
        "reconduction": phrases.said_renewal(terms),
        "convention": f"{parent.reference}, {parent.title}" if parent else "",
    }
    lists = {
        "nos_engagements": phrases.promises(promised, Side.OURS),
        "ses_engagements": phrases.promises(promised, Side.THEIRS),
    }
    articles = [(row.title, row.text) for row in queries.articles(session, agreement.id)]
    forgotten = [
        phrases.said_promise(each)
        for each in promised
        if not texts.mentions(
            articles, "nos_engagements" if each.side is Side.OURS else "ses_engagements"
        )
    ]
    if forgotten:
        articles.append(("Engagements", "\n".join(f"- {line}" for line in forgotten)))
    if parent and agreement.ends_on:
        end = f"La convention se termine désormais le {phrases.said_day(agreement.ends_on)}."
        articles.append(("Nouvelle date de fin", end))
    return Text(
        agreement.title,
        agreement.reference,
        f"Avenant à la convention {parent.reference}" if parent else "",
        (house.name, partner),
        texts.sections(articles, said, lists),
    )
