"""The exceptions the domain raises when somebody asks for what a rule forbids."""


class RuleBroken(Exception):  # noqa: N818 - reads as a sentence: `raise RuleBroken(...)`
    """A rule said no.

    `sentence` is a French message id written for the person who asked, safe to show,
    with `%(name)s` places filled from `values`; `field` names the form field it concerns.
    """

    def __init__(self, sentence: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values

    def __str__(self) -> str:
        """Return the sentence, its places filled."""
        return self.sentence % self.values if self.values else self.sentence


class Stale(RuleBroken):
    """Somebody else changed the row since this person opened it (answered with 409)."""


class NotFound(Exception):  # noqa: N818 - reads as a sentence: `raise NotFound`
    """No such row, or none that this person may know of (answered with 404)."""
