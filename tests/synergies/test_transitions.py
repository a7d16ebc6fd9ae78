"""Which arrows there are, and whose hand makes them: written out, never read from the tables."""

import pytest

from app.base.core.errors import RuleBroken
from app.synergies.models import ProposalStatus as P
from app.synergies.rules import proposals
from app.synergies.rules.states import Who

ARROWS = {
    ("proposee", "accept", "équipe structure", "acceptee"),
    ("acceptee", "open", "équipe structure", "ouverte"),
    ("proposee", "decline", "équipe structure", "declinee"),
    ("acceptee", "decline", "équipe structure", "declinee"),
    ("proposee", "withdraw", "équipe site", "retiree"),
    ("acceptee", "withdraw", "équipe site", "retiree"),
    ("proposee", "lapse", "site", "caduque"),
    ("acceptee", "lapse", "site", "caduque"),
    ("ouverte", "start", "équipe structure", "en-cours"),
    ("ouverte", "conclude", "équipe", "avec-resultat"),
    ("en-cours", "conclude", "équipe", "avec-resultat"),
    ("ouverte", "give-up", "équipe structure", "sans-resultat"),
    ("en-cours", "give-up", "équipe structure", "sans-resultat"),
    ("avec-resultat", "resume", "équipe", "en-cours"),
    ("proposee", "merge", "site", "retiree"),
    ("acceptee", "merge", "site", "retiree"),
    ("ouverte", "merge", "site", "retiree"),
    ("en-cours", "merge", "site", "retiree"),
}


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("status", P)
def test_only_these_arrows_are_there(status, who):
    verbs = {verb for _from, verb, _who, _to in ARROWS}
    for verb in [*sorted(verbs), "forge"]:
        target = next(
            (to for was, how, hands, to in ARROWS
             if (was, how) == (status.value, verb) and who.value in hands.split()),
            None,
        )  # fmt: skip
        if target is None:
            with pytest.raises(RuleBroken):
                proposals.after(status, verb, who)
        else:
            assert proposals.after(status, verb, who).value == target
